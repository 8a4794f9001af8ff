import type { Actions } from './ports/actions.js';
import type { AlertSource } from './ports/alerts.js';
import type { ChangeSource } from './ports/changes.js';
import type { EsimSource } from './ports/esim.js';
import type { FleetSource } from './ports/fleet.js';
import type { InventorySource } from './ports/inventory.js';
import type { NotificationSource } from './ports/notifications.js';
import type { OverviewSource } from './ports/overview.js';
import type { ReportSource } from './ports/reports.js';

/** The data sources of the pages, provided by the host program. */
export interface Sources
  extends OverviewSource,
    FleetSource,
    EsimSource,
    AlertSource,
    NotificationSource,
    ReportSource,
    InventorySource,
    ChangeSource {}

/** Everything behind the page. */
export interface Backend {
  readonly sources: Sources;
  readonly actions: Actions;
}
