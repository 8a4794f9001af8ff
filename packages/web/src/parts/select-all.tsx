/** Selects every row of its table, by script; without scripts it is not shown. */
export function SelectAll({ label }: { readonly label: string }) {
  return (
    <th scope="col" class="cell-select">
      <label>
        <input type="checkbox" data-select-all="" aria-label={label} />
        <span class="cell-name">{label}</span>
      </label>
    </th>
  );
}
