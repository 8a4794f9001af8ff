import { Icon, type IconName } from './icon.js';

export interface EmptyProps {
  readonly icon?: IconName;
  readonly title: string;
  /** All that the page says: its title is the heading then. */
  readonly isPage?: boolean;
  /** Advice. */
  readonly hint: string;
}

/** Stands where rows would be. */
export function Empty({ icon = 'info', title, isPage = false, hint }: EmptyProps) {
  return (
    <div class="empty">
      <Icon name={icon} />
      {isPage ? <h1>{title}</h1> : <p class="empty-title">{title}</p>}
      <p>{hint}</p>
    </div>
  );
}
