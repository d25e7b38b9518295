/** Why what was given is not taken, read out at once; nothing where it is. */
export function FieldError({ id, children }: { id?: string; children: string | null | undefined }) {
  return children ? (
    <p id={id} className="field-error" role="alert">
      {children}
    </p>
  ) : null;
}
