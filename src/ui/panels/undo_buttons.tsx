import { IconButton } from '../kit/icon_button';
import { redoSettings, undoSettings, useSettingsHistory } from '../stores/settings_history';

/** Takes changes of the settings back, and makes them again. */
export function UndoButtons() {
  const undoes = useSettingsHistory(({ past }) => past.length > 0);
  const redoes = useSettingsHistory(({ future }) => future.length > 0);
  return (
    <>
      <IconButton
        icon="undo"
        tiny
        label="Undo"
        hint="Undo the last change of the settings (Ctrl + Z)."
        disabled={!undoes}
        onClick={undoSettings}
      />
      <IconButton
        icon="redo"
        tiny
        label="Redo"
        hint="Make the undone change again (Ctrl + Shift + Z)."
        disabled={!redoes}
        onClick={redoSettings}
      />
    </>
  );
}
