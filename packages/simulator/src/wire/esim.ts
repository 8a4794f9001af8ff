import type { UnixSeconds } from '@roamwatch/core';
import type { Application, SimulatedEsim } from '../fleet/esim.js';
import { purchaseAt } from '../fleet/run.js';
import { type IccidForm, spell } from './iccid-form.js';
import type { WireEsim } from './types.js';

const NO_USAGE_CHECK_NOTE =
  'Usage check is not supported. Dial *135# on the device to see the remaining data.';

/** An eSIM as the list and the look-ups return it. */
export function esimPayload(
  esim: SimulatedEsim,
  at: UnixSeconds,
  applied: Application | undefined,
  iccidForm: IccidForm,
): WireEsim {
  const { kind, createdAt, index } = esim.persona;
  const profileAt = esim.profileAt(applied);
  const generated = profileAt !== null && profileAt <= at;
  const usageCheck = kind !== 'withoutUsageCheck';
  return {
    id: esim.esimId,
    ...(generated && { iccid: spell(esim.iccid, iccidForm) }),
    status: esim.statusAt(at, applied),
    activation: 'first-use',
    withTopUp: kind !== 'unlimited',
    withHotspot: true,
    withDataRoaming: true,
    withDestinationInstall: false,
    withUsageCheck: usageCheck,
    ...(generated && { esim: installation(index) }),
    apn: { apnAutomatic: true, apnName: '', apnUsername: '', apnPassword: '' },
    data: { isUnlimited: kind === 'unlimited' },
    call: { withCall: false, callType: 'all' },
    sms: { withSMS: false, smsType: 'all' },
    notes: usageCheck ? [] : [NO_USAGE_CHECK_NOTE],
    referenceId: esim.referenceId,
    createdAt,
    updatedAt: esim.updatedAt(at, applied),
    expiredAt: expiryAt(esim, at),
  };
}

/** Planted: every value contains SECRET, so that a search through logs and databases finds a leak. */
function installation(index: number): NonNullable<WireEsim['esim']> {
  const code = `SECRET-ACTIVATION-${index}`;
  const lpaCode = `LPA:1$lpa.simulator.invalid$${code}`;
  return {
    lpaCode,
    smdpAddress: 'lpa.simulator.invalid',
    activationCode: code,
    qrCodeUrl: `https://qr.simulator.invalid/SECRET-QR-${index}`,
    pin: `SECRET-PIN-${index}`,
    puk: `SECRET-PUK-${index}`,
    number: `SECRET-NUMBER-${index}`,
    iosQuickInstall: `https://install.simulator.invalid/ios?carddata=${lpaCode}`,
    androidQuickInstall: `https://install.simulator.invalid/android?carddata=${lpaCode}`,
  };
}

/** The end of the active package; before one is active, when the profile expires. */
function expiryAt(esim: SimulatedEsim, at: UnixSeconds): UnixSeconds {
  const { departsAt, lapsesAt } = esim.persona;
  if (esim.installedAt === null || at < departsAt) return lapsesAt;
  const run = esim.runAt(at);
  return (run.startsAt !== null && run.startsAt <= at ? purchaseAt(run, at).endsAt : null) ?? lapsesAt;
}
