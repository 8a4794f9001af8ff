import { Hono } from 'hono';
import { seesAddresses } from '../access/role.js';
import { InventoryListPage } from '../pages/inventory.js';
import { InventoryPreviewPage } from '../pages/inventory-preview.js';
import type { Backend } from '../sources.js';
import type { FailureResponder } from './failures.js';
import { searchOf, textOrNull } from './fleet-query.js';
import { formOf, textOf, UPLOAD_LIMIT } from './form.js';
import { afterwards } from './notice.js';
import { operatorForm } from './operator-form.js';
import { render } from './render.js';
import type { PageEnv, Viewing } from './viewing.js';

const PAGE = 100;

export function inventoryRoutes({ sources, actions }: Backend, viewing: Viewing, failures: FailureResponder) {
  return new Hono<PageEnv>()
    .get('/inventory', async (c) => {
      const view = await viewing.of(c);
      const { searchParams } = view.url;
      const query = {
        search: searchOf(searchParams),
        seesAddresses: seesAddresses(view.person),
        after: textOrNull(searchParams, 'after'),
        limit: PAGE,
      };
      const page = await sources.inventory(query);
      return render(c, <InventoryListPage view={view} query={query} page={page} />);
    })
    .post('/inventory', ...operatorForm(failures, UPLOAD_LIMIT), async (c) => {
      const form = await formOf(c);
      const isFinal = textOf(form, 'action') === 'replace';
      const csv = isFinal ? textOf(form, 'csv') : await fileOf(form);
      const preview = await sources.preview(csv);
      if (!isFinal || preview.faults.total > 0) {
        const view = await viewing.of(c);
        const status = preview.faults.total > 0 ? 422 : 200;
        return render(c, <InventoryPreviewPage view={view} preview={preview} csv={csv} />, status);
      }
      const isReplaced = await actions.replaceInventory(csv, c.get('person')?.name ?? '');
      if (!isReplaced) return failures.badRequest(c, viewing.bare(c).words.inventory.noFile);
      return c.redirect(afterwards('/inventory', 'inventory', preview.entries), 303);
    });
}

async function fileOf(form: FormData): Promise<string> {
  const file = form.get('file');
  return file instanceof File ? file.text() : '';
}
