import type { DeliveryFault, HookFault } from '../faults/delivery-fault.js';
import type { InventoryFault } from '../faults/inventory-fault.js';
import { certificateProblem } from '../tls/certificate-fault.js';
import { ENGLISH } from './english.js';
import type { Language } from './language.js';

/** A fault in words: our own, and beside them what somebody else said of it. */
export interface FaultText {
  /** Without a capital at the start and a full stop; empty where nothing but the quote is known. */
  readonly error: string;
  /** The words of a server or of the system, in whatever language they come; null: there are none. */
  readonly quote: string | null;
  /** Advice; empty where there is nothing to do but wait. */
  readonly advice: string;
}

/** Why a message was not delivered. */
export function deliveryFaultInWords(fault: DeliveryFault, language: Language = ENGLISH): FaultText {
  const words = language.deliveryFaults;
  switch (fault.kind) {
    case 'mail': {
      const { problem, quote } = fault;
      return problem === 'certificate'
        ? certificateInWords(words.mailServer, quote, language)
        : { ...words.mail[problem], quote };
    }
    case 'hook':
      return hookFaultInWords(fault, language);
    case 'not-in-time': {
      const last = deliveryFaultInWords(fault.last, language);
      return { ...last, error: `${words.notInTime}: ${last.error}` };
    }
    case 'internal':
      return { error: words.internal[fault.doing], quote: fault.error, advice: '' };
    case 'receiver-removed':
      return { ...words.receiverRemoved(fault.receiver), quote: null };
    case 'not-an-address':
      return { ...words.notAnAddress, quote: null };
    case 'not-tried':
      return { ...words.notTried, quote: null };
    case 'recorded':
      return { error: '', quote: fault.text, advice: '' };
  }
}

function hookFaultInWords({ service, problem, status, code }: HookFault, language: Language): FaultText {
  const { services, hook } = language.deliveryFaults;
  const name = services[service];
  if (problem === 'certificate') return certificateInWords(name, code, language);
  const key = service === 'webhook' ? 'webhook.url' : `${service}.webhookUrl`;
  return { ...hook[problem]({ name, key, status: String(status ?? '') }), quote: code };
}

function certificateInWords(server: string, code: string | null, language: Language): FaultText {
  const { certificate } = language.deliveryFaults;
  const problem = certificateProblem(code) ?? 'rejected';
  return { ...certificate(server, language.certificates[problem]), quote: code };
}

/** The fault of the server's certificate, by the code of a failed connection; null when it is something else. */
export function certificateFault(code: string | null): string | null {
  const problem = certificateProblem(code);
  return problem === null
    ? null
    : `the server's certificate was not accepted: ${ENGLISH.certificates[problem]} (${code})`;
}

/** All of it on one line: "the mail server rejected the recipient (550 no such user): check the address". */
export function deliveryFaultInOneLine(fault: DeliveryFault, language: Language = ENGLISH): string {
  return inOneLine(deliveryFaultInWords(fault, language));
}

function inOneLine({ error, quote, advice }: FaultText): string {
  if (error === '') return quote ?? '';
  const quoted = quote === null ? error : `${error} (${quote})`;
  return advice === '' ? quoted : `${quoted}: ${advice}`;
}

/** A fault of the inventory, or of a line of it. `file` names the whole of it. */
export function inventoryFaultInWords(
  fault: InventoryFault,
  language: Language = ENGLISH,
  file = language.inventoryFile,
): string {
  const words = language.inventoryFaults[fault.kind] as (fault: InventoryFault, file: string) => string;
  return words(fault, file);
}
