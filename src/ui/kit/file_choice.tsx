import './file_choice.css';

interface Props {
  readonly label: string;
  readonly accept: string;
  readonly disabled?: boolean;
  readonly onChoose: (file: File) => void;
}

/** Opens the browser's own dialog for a file; the same file can be chosen again. */
export function FileChoice({ label, accept, disabled, onChoose }: Props) {
  return (
    <label className="button tiny file">
      {label}
      <input
        type="file"
        className="sr-only"
        accept={accept}
        disabled={disabled}
        onChange={event => {
          const file = event.target.files?.[0];
          if (file) onChoose(file);
          event.target.value = '';
        }}
      />
    </label>
  );
}
