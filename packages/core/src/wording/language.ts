import type { OtherReason } from '../alerts/reason.js';
import type { Finding } from '../alerts/rules/registry.js';
import type { NotApplicableCause, UnknownCause } from '../alerts/rules/verdict.js';
import type { FleetCondition } from '../conditions/condition.js';
import type { DeliveryFault, HookFault, HookProblem, MailProblem } from '../faults/delivery-fault.js';
import type { InventoryFault } from '../faults/inventory-fault.js';
import type { NextPollReason, NotPolledCause } from '../polling/next-poll-reason.js';
import type { Seconds } from '../time/instant.js';
import type { CertificateProblem } from '../tls/certificate-fault.js';
import type { EpochChange } from '../usage/usage.js';
import type { LetterWords } from './letter-words.js';
import type { CurrentFigures, HeadlineSubject, Reader } from './reader.js';

/** One type of finding in words. Sentences have neither a capital at the start nor a full stop. */
export interface FindingWords<F> {
  /** "104 MB of 1 GB left (10.2 %)". */
  measured(finding: F, reader: Reader): string;
  /** The threshold that is reached, else the next one: "25 %". */
  threshold(finding: F): string;
  /** "104 MB of 1 GB left (10.2 %), at or below 25 %". */
  sentence(finding: F, reader: Reader): string;
  /** Why an alert resolved: "900 MB of 1 GB left (87.9 %), above 25 %". */
  cleared(finding: F, openFor: Seconds, reader: Reader): string;
  /** The effect of a new package: "topped up". */
  readonly renewed: string;
  /** "Anna Kern has 104 MB of 1 GB left". */
  headline(subject: HeadlineSubject, finding: F, reader: Reader): string;
  /** Advice for the reader, in full sentences. */
  advice(finding: F, reader: Reader): string;
  readonly traveller: TravellerWords<F>;
}

/** The same in the second person, for the traveller, who has access to nothing but the eSIM. */
export interface TravellerWords<F> {
  /** "Your eSIM has 104 MB of 1 GB left". `esim` is "Your eSIM", or names one of several. */
  headline(esim: string, subject: CurrentFigures, finding: F, reader: Reader): string;
  /** Advice for a traveller, in full sentences. */
  advice(finding: F, reader: Reader): string;
}

/** A condition of the whole fleet in words. */
export interface ConditionWords<C> {
  /** Without a capital at the start and a full stop. */
  sentence(condition: C): string;
  /** The subject of a notice. */
  title(condition: C): string;
  /** Meaning and advice, in full sentences. */
  meaning(condition: C): string;
  /** A full sentence. */
  ended(condition: C): string;
}

/** The failure, without a capital at the start and a full stop; and the advice, empty where there is nothing to do but wait. */
export interface FaultWords {
  readonly error: string;
  readonly advice: string;
}

/** The service behind a hook, and what a sentence about it needs. */
export interface HookNamed {
  /** "Slack", "the webhook". */
  readonly name: string;
  /** The key of its address in the configuration: "webhook.url". */
  readonly key: string;
  /** The HTTP status; empty where there was no answer. */
  readonly status: string;
}

/** Why messages are not delivered. */
export interface DeliveryFaultWords {
  readonly mailServer: string;
  readonly services: Readonly<Record<HookFault['service'], string>>;
  readonly mail: Readonly<Record<Exclude<MailProblem, 'certificate'>, FaultWords>>;
  readonly hook: Readonly<Record<Exclude<HookProblem, 'certificate'>, (hook: HookNamed) => FaultWords>>;
  /** `problem` is one of `certificates`. */
  certificate(server: string, problem: string): FaultWords;
  readonly internal: Readonly<Record<OfKind<DeliveryFault, 'internal'>['doing'], string>>;
  receiverRemoved(receiver: string): FaultWords;
  readonly notAnAddress: FaultWords;
  readonly notTried: FaultWords;
  /** Before the last fault of a message that was retried for as long as messages are. */
  readonly notInTime: string;
}

type OfKind<Union, Kind> = Extract<Union, { readonly kind: Kind }>;

/**
 * A language that findings and reasons are put into. A translation is one object of this type: the compiler names
 * what it lacks.
 */
export interface Language {
  readonly findings: {
    readonly [Kind in Finding['kind']]: FindingWords<OfKind<Finding, Kind>>;
  };
  readonly reasons: {
    readonly [Kind in OtherReason['kind']]: (
      reason: OfKind<OtherReason, Kind>,
      reader: Reader,
      language: Language,
    ) => string;
  };
  readonly notApplicable: Readonly<Record<NotApplicableCause, string>>;
  readonly unknown: Readonly<Record<UnknownCause, string>>;
  readonly epochChanges: Readonly<Record<EpochChange, string>>;
  /** Why an eSIM is polled when it is. */
  readonly nextPoll: {
    readonly [Kind in NextPollReason['kind']]: (
      reason: OfKind<NextPollReason, Kind>,
      language: Language,
    ) => string;
  };
  readonly notPolled: Readonly<Record<NotPolledCause, string>>;
  readonly conditions: {
    readonly [Kind in FleetCondition['kind']]: ConditionWords<OfKind<FleetCondition, Kind>>;
  };
  readonly deliveryFaults: DeliveryFaultWords;
  /** Faults of a server's certificate. */
  readonly certificates: Readonly<Record<CertificateProblem, string>>;
  /** Sentences without a capital at the start and a full stop; `file` is their subject where they are about the whole file. */
  readonly inventoryFaults: {
    readonly [Kind in InventoryFault['kind']]: (fault: OfKind<InventoryFault, Kind>, file: string) => string;
  };
  /** "the file". */
  readonly inventoryFile: string;
  /** Before the title of what has ended. */
  readonly resolved: string;
  /** Advice about an alert of which no finding is kept. */
  readonly noAdvice: string;
  /** The other texts of messages. */
  readonly letter: LetterWords;
}

/** The words of a finding, whatever its kind. */
export function wordsOf(finding: Finding, language: Language): FindingWords<Finding> {
  return language.findings[finding.kind] as FindingWords<Finding>;
}
