/*
 * A misuse of each operation, by its parameters, its body and its answer. The compiler must refuse every one: the next line
 * after a mark is an error, or the mark itself is one. `misuse.test.ts` compiles this also without the marks.
 */
import createFetchClient from 'openapi-fetch';
import type { paths } from '../src/generated/roamify.js';
import type { paths as LaterPaths } from '../src/generated/roamify-later.js';
import type {
  ApplyAnswer,
  EsimAnswer,
  EsimListAnswer,
  PackagesHistoryAnswer,
  RoamifyClient,
  TopUpPackagesAnswer,
  UsageAnswer,
  UsageDetailsAnswer,
} from '../src/index.js';

export async function misuse(client: RoamifyClient, answers: Answers): Promise<void> {
  const { GET, POST } = createFetchClient<paths>({ baseUrl: '' });
  const later = createFetchClient<LaterPaths>({ baseUrl: '' });

  // @ts-expect-error applyProfile: neither of the two ids
  await POST('/api/esim/apply', { body: { startDate: '2025-01-02' } });
  // @ts-expect-error applyProfile: a number is no id
  await client.applyProfile({ esimId: 7 });
  // @ts-expect-error applyProfile: an order is not followed up
  await client.applyProfile({ referenceId: 'r' }, { onWait: () => {} });
  // @ts-expect-error applyProfile: the answer is not narrowed
  answers.apply.data;

  // @ts-expect-error getUsage: no ICCID
  await GET('/api/esim/usage', { params: { query: {} } });
  // @ts-expect-error getUsage: an ICCID is text
  await client.raw.usage(894000000000029365n);
  // @ts-expect-error getUsage: usage has no days
  (await client.raw.usage('8940')).dataUsages;
  // @ts-expect-error getUsage: the answer is not narrowed
  answers.usage.data;

  // @ts-expect-error getUsageDetails: an ICCID is text
  await GET('/api/esim/usage/details', { params: { query: { iccid: 8940 } } });
  // @ts-expect-error getUsageDetails: a date is text
  (await client.raw.usageDetails('8940')).dataUsages[0]?.date.getTime();
  // @ts-expect-error getUsageDetails: a failure has no data
  if (answers.usageDetails.status === 'failed') answers.usageDetails.data;

  // @ts-expect-error getTopUpPackages: days are a number
  await GET('/api/esim/topup/packages', { params: { query: { iccid: '8940', days: '7' } } });
  // @ts-expect-error getTopUpPackages: no such filter
  await client.topUpPackages('8940', { country: 'FR' });
  // @ts-expect-error getTopUpPackages: a list
  if (answers.topUpPackages.status === 'success') answers.topUpPackages.data.packageId;

  // @ts-expect-error getPackagesHistory: no ICCID
  await GET('/api/esim/history');
  // @ts-expect-error getPackagesHistory: a price is a number
  (await client.raw.packagesHistory('8940'))[0]?.price?.startsWith('5');
  // @ts-expect-error getPackagesHistory: a success has no message
  if (answers.packagesHistory.status === 'success') answers.packagesHistory.message;

  // @ts-expect-error getEsim: no such parameter
  await GET('/api/esim', { params: { query: { id: 'e' } } });
  // @ts-expect-error getEsim: without `secrets` there is no installation
  (await client.esimById('e')).installation;
  // @ts-expect-error getEsim: a status is no number
  if (answers.esim.status === 'success') answers.esim.data.status.toFixed();

  // @ts-expect-error listEsims: a limit is a number
  await GET('/api/esims', { params: { query: { limit: '50' } } });
  // @ts-expect-error listEsims: there are no pages
  client.listEsims({ page: 2 });
  // @ts-expect-error listEsims: an ICCID can be null
  if (answers.list.status === 'success') answers.list.data[0]?.iccid.length;

  // @ts-expect-error orderTopUp: no package
  await later.POST('/api/esim/order/topup', { body: { iccid: '8940' } });
  // @ts-expect-error orderTopUp: no such field
  (await client.later.orderTopUp({ iccid: '8940', packageId: 'p' })).price;
  // @ts-expect-error getOrder: neither id nor reference
  await client.later.order({});
  // @ts-expect-error getOrder: a status is text
  (await client.later.order({ orderId: 'o' })).status.toFixed();
  // @ts-expect-error getBalance: no parameters
  await later.GET('/api/balance', { params: { query: { iccid: '8940' } } });
  // @ts-expect-error getBalance: a balance is a number
  (await client.later.balance()).balance.startsWith('5');
  // @ts-expect-error getEvents: no ICCID
  await later.GET('/api/esim/events', { params: { query: {} } });
  // @ts-expect-error getEvents: an instant is a number
  (await client.later.events('8940')).events[0]?.timeStamp?.getTime();
  // @ts-expect-error getEvent: no ICCID
  await later.GET('/api/esim/event', { params: { query: {} } });
}

interface Answers {
  readonly apply: ApplyAnswer;
  readonly usage: UsageAnswer;
  readonly usageDetails: UsageDetailsAnswer;
  readonly topUpPackages: TopUpPackagesAnswer;
  readonly packagesHistory: PackagesHistoryAnswer;
  readonly esim: EsimAnswer;
  readonly list: EsimListAnswer;
}
