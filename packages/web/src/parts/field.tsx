import type { Child } from 'hono/jsx';

/** A control under its label. */
export function Field({
  label,
  hint,
  children,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly children?: Child;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
    <label class="field">
      <span class="field-label">{label}</span>
      {children}
      {hint !== undefined && <span class="hint">{hint}</span>}
    </label>
  );
}

export interface SelectProps {
  readonly name: string;
  readonly value: string | null;
  /** Pairs of value and text, in order. */
  readonly options: readonly (readonly [string, string])[];
}

export function Select({ name, value, options }: SelectProps) {
  return (
    <select name={name}>
      {options.map(([key, text]) => (
        <option value={key} selected={key === (value ?? '')}>
          {text}
        </option>
      ))}
    </select>
  );
}
