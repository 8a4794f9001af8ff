import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A row of `dataUsages`, as it goes over the wire. */
export interface WireDay {
  readonly date?: unknown;
  readonly usage?: unknown;
  readonly location?: unknown;
}

/** How an eSIM's calls go wrong: an HTTP answer of any kind, no answer, or a cut connection. */
export type Trouble =
  | {
      readonly status: number;
      readonly body: string;
      readonly type?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | 'hang'
  | 'cut';

/** One eSIM as the provider knows it. A test changes it between polls; figures are sent unchanged. */
export interface ScriptedEsim {
  readonly iccid: string;
  readonly id: string;
  status: string;
  usageCheck: boolean;
  unlimited: boolean;
  /** Unix seconds; of the profile, in the list. */
  lapsesAt: number | null;
  allowed: unknown;
  remaining: unknown;
  startedAt: unknown;
  expiredAt: unknown;
  days: readonly WireDay[];
  packages: readonly {
    readonly name: string;
    readonly at: number;
    /** 5 USD unless given. */
    readonly price?: unknown;
    readonly currency?: unknown;
  }[];
  /** Strikes its usage details. */
  trouble: Trouble | null;
}

/** A request that the provider received. */
export interface AskedFor {
  readonly path: string;
  readonly iccid: string | null;
}

/** The body of an answer with `data`. */
export const SUCCESS = (data: unknown) => JSON.stringify({ status: 'success', data });
/** The body of an answer that failed. */
export const FAILED = (message: string) => JSON.stringify({ status: 'failed', message, code: 'E1' });

/** A real HTTP server that implements the API and returns exactly what a test put into it. */
export class ScriptedApi {
  readonly esims: ScriptedEsim[] = [];
  readonly requests: AskedFor[] = [];
  token = 'good-token';
  /** Strikes everything. */
  trouble: Trouble | null = null;
  /** Never lists more, whatever `limit` says. */
  listCap = Number.POSITIVE_INFINITY;
  /** Left out of the list, but found by ICCID. */
  readonly hidden: ScriptedEsim[] = [];
  /** What the list of all contains after its eSIMs. */
  strayEntries: readonly unknown[] = [];
  /** Called for each request before it is answered. */
  onRequest: (asked: AskedFor) => void | Promise<void> = () => {};
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<ScriptedApi> {
    const api = new ScriptedApi();
    await new Promise<void>((resolve) => api.#server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Adds an eSIM with a 1 GB package, by default untouched and without a known end. */
  add(given: Partial<ScriptedEsim> = {}): ScriptedEsim {
    const number = this.esims.length + 1;
    const esim: ScriptedEsim = {
      iccid: `8944000000000000${String(number).padStart(3, '0')}`,
      id: `esim-${number}`,
      status: 'INSTALLED',
      usageCheck: true,
      unlimited: false,
      lapsesAt: null,
      allowed: 1024,
      remaining: 1024,
      startedAt: null,
      expiredAt: null,
      days: [],
      packages: [{ name: '1 GB - 30 Days', at: 1_770_000_000 }],
      trouble: null,
      ...given,
    };
    this.esims.push(esim);
    return esim;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://provider');
    const asked = { path: url.pathname, iccid: url.searchParams.get('iccid') };
    this.requests.push(asked);
    await this.onRequest(asked);
    const esim = this.esims.find(({ iccid }) => iccid === asked.iccid);
    const trouble = this.trouble ?? (asked.path === '/api/esim/usage/details' ? esim?.trouble : null);
    if (trouble) return strike(trouble, response);
    if (request.headers.authorization !== `Bearer ${this.token}`)
      return say(response, 401, FAILED('invalid token'));
    if (asked.path === '/api/esims') return say(response, 200, SUCCESS(this.#list(url.searchParams)));
    const read = READERS[asked.path];
    if (!read || !esim) return say(response, 404, FAILED('no such eSIM'));
    say(response, 200, SUCCESS(read(esim)));
  }

  #list(query: URLSearchParams): unknown {
    const limit = Math.min(Number(query.get('limit') ?? 50), this.listCap);
    const status = query.get('status');
    const esims = this.esims
      .filter((esim) => (status === null || esim.status === status) && !this.hidden.includes(esim))
      .map(listed);
    return [...esims, ...(status === null ? this.strayEntries : [])].slice(0, limit);
  }
}

const READERS: Readonly<Record<string, (esim: ScriptedEsim) => unknown>> = {
  '/api/esim': listed,
  '/api/esim/usage/details': usageDetails,
  '/api/esim/history': ({ id, packages }) =>
    packages.map(({ name, at, price = 5, currency = 'USD' }, index) => ({
      esimId: id,
      packageId: `package-${index}`,
      package: name,
      type: index === 0 ? 'esim' : 'topup',
      price,
      currency,
      createdAt: at,
      updatedAt: at,
    })),
  '/api/esim/topup/packages': () => [
    { packageId: 'top-up-1', package: '1 GB - 7 Days', day: 7, price: 4.5, data: { isUnlimited: false } },
  ],
};

function listed(esim: ScriptedEsim): unknown {
  return {
    id: esim.id,
    iccid: esim.iccid,
    status: esim.status,
    withTopUp: true,
    withUsageCheck: esim.usageCheck,
    esim: {
      lpaCode: 'LPA:1$SECRET-LPA$CODE',
      activationCode: 'SECRET-ACTIVATION',
      qrCodeUrl: 'https://example.com/SECRET-QR',
      pin: 'SECRET-PIN',
      puk: 'SECRET-PUK',
      number: 'SECRET-NUMBER',
      iosQuickInstall: 'https://example.com/SECRET-INSTALL',
    },
    data: { isUnlimited: esim.unlimited },
    notes: [],
    createdAt: 1_770_000_000,
    updatedAt: 1_770_000_000,
    expiredAt: esim.lapsesAt,
  };
}

function usageDetails(esim: ScriptedEsim): unknown {
  return {
    id: esim.id,
    iccid: esim.iccid,
    status: esim.status,
    startedAt: esim.startedAt,
    expiredAt: esim.expiredAt,
    allowedData: esim.allowed,
    remainingData: esim.remaining,
    dataUsages: esim.days,
  };
}

function strike(trouble: Trouble, response: ServerResponse): void {
  if (trouble === 'hang') return;
  if (trouble === 'cut') return void response.destroy();
  for (const [name, value] of Object.entries(trouble.headers ?? {})) response.setHeader(name, value);
  say(response, trouble.status, trouble.body, trouble.type);
}

function say(response: ServerResponse, status: number, body: string, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}
