import { resolve } from 'node:path';
import { asList, asMapping, isMapping, type Path, printPath, type RawMapping } from '@roamwatch/config-file';
import { SecretError } from '@roamwatch/monitor/ports';
import type { HookSecret } from '@roamwatch/notify';
import { HOOKS } from '@roamwatch/notify/channels';
import { faultOfHttpUrl, listenAddress } from './field.js';
import { isLoopback } from './loopback.js';
import { Secret, type SecretSource } from './secret.js';
import { hasVariable } from './substitution.js';

/** The uses of secrets. A command names the uses it has; the others are not looked up until revealed. */
export type SecretUse = 'api' | 'database' | 'receivers' | 'smtp' | 'http' | 'push' | 'heartbeat';

export const SECRET_USES: readonly SecretUse[] = [
  'api',
  'database',
  'receivers',
  'smtp',
  'http',
  'push',
  'heartbeat',
];

/** A place in the configuration where a secret can be, as `key` or as `keyFile`. */
interface SecretPlace {
  readonly use: SecretUse;
  /** The mapping that contains the keys. */
  readonly path: Path;
  readonly mapping: RawMapping;
  readonly key: string;
  /** Where it is in the file, for one of a list. */
  readonly listedAt?: Path;
  /** Why there must be one; null when there need not be. */
  readonly required: string | null;
  /** Goes before both keys when it is set. */
  readonly variable?: string;
  readonly faultOf?: (value: string) => string | null;
}

export interface SecretProblem {
  readonly path: Path;
  readonly message: string;
}

export class Secrets {
  readonly problems: SecretProblem[] = [];
  readonly #found = new Map<string, Secret>();

  /**
   * Finds every secret of the unvalidated configuration `top`. Only those needed are looked up now; relative
   * paths start from `directory`.
   */
  constructor(top: RawMapping, directory: string, env: NodeJS.ProcessEnv, need: readonly SecretUse[]) {
    for (const place of placesIn(top)) {
      const source = this.#sourceOf(place, directory, env);
      if (source === null) {
        if (place.required !== null && isAbsent(place) && (place.use !== 'api' || need.includes('api'))) {
          this.problems.push({ path: place.path, message: place.required });
        }
        continue;
      }
      const path = place.listedAt ?? [...place.path, source.kind === 'file' ? `${place.key}File` : place.key];
      const secret = new Secret(printPath(path), source, place.faultOf);
      this.#found.set(printPath(pathOf(place)), secret);
      if (need.includes(place.use) || isLiteral(source)) this.#lookUp(secret, path);
    }
    if (need.includes('http')) this.#tellRolesApart();
  }

  at(path: Path): Secret | null {
    return this.#found.get(printPath(path)) ?? null;
  }

  #sourceOf(place: SecretPlace, directory: string, env: NodeJS.ProcessEnv): SecretSource | null {
    const text = place.mapping[place.key];
    const file = place.mapping[`${place.key}File`];
    if (text !== undefined && file !== undefined) {
      const message = `is given twice, here and as ${place.key}File: remove one`;
      this.problems.push({ path: [...place.path, place.key], message });
    }
    const fromEnvironment = place.variable === undefined ? undefined : env[place.variable];
    if (fromEnvironment) return { kind: 'variable', value: fromEnvironment };
    if (typeof file === 'string' && file !== '') return { kind: 'file', file: resolve(directory, file) };
    return typeof text === 'string' && text !== '' ? { kind: 'text', text, env } : null;
  }

  /** With one token for both roles every viewer could act. */
  #tellRolesApart(): void {
    const [operator, viewer] = [this.at(['http', 'token']), this.at(['http', 'viewerToken'])];
    if (operator === null || viewer === null || this.problems.length > 0) return;
    if (operator.reveal() !== viewer.reveal()) return;
    const message =
      'is the same token as http.token, so viewers could act: give viewers a token of their own';
    this.problems.push({ path: ['http', viewer.file === null ? 'viewerToken' : 'viewerTokenFile'], message });
  }

  #lookUp(secret: Secret, path: Path): void {
    try {
      secret.read();
    } catch (error) {
      if (!(error instanceof SecretError)) throw error;
      this.problems.push({ path, message: error.fault });
    }
  }
}

/** The keys with secrets as text; `${VARIABLE}` in them is left for the secret itself. */
export function secretTextPaths(top: RawMapping): ReadonlySet<string> {
  return new Set(placesIn(top).map((place) => printPath(pathOf(place))));
}

/** Otherwise what stands there has a fault of its own. */
function isAbsent({ mapping, key }: SecretPlace): boolean {
  return mapping[key] === undefined && mapping[`${key}File`] === undefined;
}

/** Where the secret is found again, as text or from a file. */
function pathOf({ path, key, listedAt }: SecretPlace): Path {
  return listedAt ?? [...path, key];
}

function isLiteral(source: SecretSource): boolean {
  return source.kind === 'text' && !hasVariable(source.text);
}

function placesIn(top: RawMapping): readonly SecretPlace[] {
  const smtp = asMapping(top.smtp);
  const places: SecretPlace[] = [
    {
      use: 'api',
      path: ['api'],
      mapping: asMapping(top.api),
      key: 'token',
      variable: 'ROAMIFY_API_TOKEN',
      required:
        top.api === undefined || isMapping(top.api)
          ? 'has no token: give tokenFile here, or ROAMIFY_API_TOKEN in the environment'
          : null,
      faultOf: faultOfToken,
    },
    {
      use: 'database',
      path: ['database'],
      mapping: asMapping(top.database),
      key: 'password',
      required: null,
    },
    {
      use: 'heartbeat',
      path: [],
      mapping: top,
      key: 'heartbeatUrl',
      required: null,
      faultOf: faultOfHttpUrl,
    },
    {
      use: 'smtp',
      path: ['smtp'],
      mapping: smtp,
      key: 'password',
      required: smtp.username === undefined ? null : 'has a username without a password: give passwordFile',
    },
  ];
  if (isMapping(top.http)) places.push(...httpPlaces(top.http));
  if (isMapping(top.push)) places.push(...pushPlaces(top.push));
  for (const section of ['receivers', 'reports']) {
    asList(top[section]).forEach((item, index) => {
      places.push(...hookPlaces([section, index], asMapping(item)));
    });
  }
  return places;
}

/** The word before it is part of the header, not of the token. */
function faultOfToken(value: string): string | null {
  return /\s/.test(value) ? 'holds a space, which no token does: leave out "Bearer"' : null;
}

function httpPlaces(http: RawMapping): readonly SecretPlace[] {
  const listen = listenAddress.safeParse(http.listen);
  const open = listen.success && !isLoopback(listen.data.host);
  const isOpen = open ? 'listens beyond this machine and so needs a token: give tokenFile' : null;
  const hasViewer = http.viewerToken !== undefined || http.viewerTokenFile !== undefined;
  const required =
    isOpen ?? (hasViewer ? 'has a token for viewers and none for operators: give tokenFile' : null);
  const place = { use: 'http', path: ['http'], mapping: http } as const;
  return [
    { ...place, key: 'token', required },
    { ...place, key: 'viewerToken', required: null },
  ];
}

function pushPlaces(push: RawMapping): readonly SecretPlace[] {
  const place = { use: 'push', path: ['push'], key: 'secret', required: null } as const;
  const listed = (['secretFiles', 'secrets'] as const).flatMap((list) =>
    asList(push[list]).map((given, index) => ({
      ...place,
      mapping: list === 'secrets' ? { secret: given } : { secretFile: given },
      listedAt: ['push', list, index],
    })),
  );
  const missing = 'has no secret: give secretFiles, or ROAMIFY_PUSH_SECRET in the environment';
  const required = listed.length === 0 ? missing : null;
  return [{ ...place, mapping: {}, variable: 'ROAMIFY_PUSH_SECRET', required }, ...listed];
}

function hookPlaces(path: Path, receiver: RawMapping): readonly SecretPlace[] {
  return Object.entries(HOOKS).flatMap(([kind, { secrets }]) => {
    const mapping = receiver[kind];
    if (!isMapping(mapping)) return [];
    return Object.entries<HookSecret>(secrets).map(([key, { required, isUrl }]) => {
      const place = { use: 'receivers', path: [...path, kind], mapping, key, required } as const;
      return isUrl ? { ...place, faultOf: faultOfHttpUrl } : place;
    });
  });
}
