import './file_choice.css';

interface Props {
  readonly label: string;
  readonly accept: string;
  readonly disabled?: boolean;
  readonly onChoose: (file: File) => void;
}

/** Opens the browser's own dialog for a file; the same file can be chosen again. */
export function FileChoice({ onChoose, ...rest }: Props) {
  return <FilesChoice {...rest} multiple={false} onChoose={([file]) => file && onChoose(file)} />;
}

interface ManyProps extends Omit<Props, 'onChoose'> {
  readonly multiple?: boolean;
  readonly onChoose: (files: readonly File[]) => void;
}

/** The same for several files at once. */
export function FilesChoice({ label, accept, disabled, multiple = true, onChoose }: ManyProps) {
  return (
    <label className="button tiny file">
      {label}
      <input
        type="file"
        className="sr-only"
        accept={accept}
        disabled={disabled}
        multiple={multiple}
        onChange={event => {
          onChoose([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </label>
  );
}
