import { Icon, type IconName } from './icon.js';

export interface EmptyProps {
  readonly icon?: IconName;
  readonly title: string;
  /** Advice. */
  readonly hint: string;
}

/** Stands where rows would be. */
export function Empty({ icon = 'info', title, hint }: EmptyProps) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p class="empty-title">{title}</p>
      <p>{hint}</p>
    </div>
  );
}
