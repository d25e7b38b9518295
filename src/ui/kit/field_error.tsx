/** Why an input is refused; screen readers read it at once. Without words it shows nothing. */
export function FieldError({ id, children }: { id?: string; children: string | null | undefined }) {
  return children ? (
    <p id={id} className="field-error" role="alert">
      {children}
    </p>
  ) : null;
}
