/** A viewer may look, an operator may act as well. */
export type Role = 'viewer' | 'operator';

/** The author of a request, and how it was authenticated. */
export interface Person {
  readonly role: Role;
  /** As stored with what they do. */
  readonly name: string;
  /** `session`: can log out. */
  readonly by: 'token' | 'session' | 'proxy' | 'loopback';
}

export function mayAct(person: Person): boolean {
  return person.role === 'operator';
}

/** Email addresses are personal data: of no concern to who only looks. */
export function seesAddresses(person: Person | null): boolean {
  return person?.role === 'operator';
}
