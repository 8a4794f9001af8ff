/**
 * The answers of the bench's provider: a fleet of equal eSIMs, each with thirty daily rows (2.2 KB a body, 1 KB a list
 * entry). A round changes one row of thirty, and with it what remains, for every eSIM.
 */

const DAYS = 30;
const KB_PER_MB = 1024;
/** Sets of daily figures, so that eSIMs differ without every body being kept in memory. */
const VARIANTS = 64;
const DAY_MS = 86_400_000;

const midnight = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const startedAt = midnight / 1000 - (DAYS - 1) * 86_400;
const expiredAt = startedAt + 60 * 86_400;

export const TOKEN = 'token-of-the-bench';

export function iccidOf(number) {
  return `8944${String(number).padStart(15, '0')}`;
}

const LISTED = JSON.stringify({
  withTopUp: true,
  withUsageCheck: true,
  esim: {
    lpaCode: 'LPA:1$smdp.plus.example.com$0123456789ABCDEF0123456789ABCDEF',
    smdpAddress: 'smdp.plus.example.com',
    activationCode: '0123456789ABCDEF0123456789ABCDEF',
    qrCodeUrl: `https://cdn.example.com/qr/${'a'.repeat(120)}.png`,
    pin: '1234',
    puk: '12345678',
    number: '+441234567890',
    iosQuickInstall: `https://esimsetup.example.com/ios?carddata=${'b'.repeat(120)}`,
    androidQuickInstall: `https://esimsetup.example.com/android?carddata=${'c'.repeat(120)}`,
  },
  data: { isUnlimited: false, dataAmount: 1, dataUnit: 'GB' },
  voice: { voiceAmount: -1, isUnlimited: false },
  sms: { smsAmount: -1, isUnlimited: false },
  notes: [],
  createdAt: startedAt,
  updatedAt: startedAt,
  expiredAt,
}).slice(1);

/** An entry of the list, as JSON. */
export function listedJson(number) {
  return `{"id":"${idOf(number)}","iccid":"${iccidOf(number)}","status":"INSTALLED",${LISTED}`;
}

/** @returns how the usage details of an eSIM read in this round, by its number. */
export function usageJson(round) {
  const variants = Array.from({ length: VARIANTS }, (_, variant) => rowsOf(variant, round));
  return (number) => {
    const { rows, remaining } = variants[number % VARIANTS];
    return `{"status":"success","data":{"id":"${idOf(number)}","iccid":"${iccidOf(number)}","status":"INSTALLED","startedAt":${startedAt},"expiredAt":${expiredAt},"allowedData":1024,"remainingData":${remaining},"dataUsages":${rows}}}`;
  };
}

export function historyJson(number) {
  return JSON.stringify({
    status: 'success',
    data: [
      {
        esimId: idOf(number),
        packageId: 'europe-1gb-60d',
        package: '1 GB - 60 Days',
        type: 'esim',
        price: 4.5,
        currency: 'USD',
        createdAt: startedAt,
        updatedAt: startedAt,
      },
    ],
  });
}

function idOf(number) {
  return `0b7e9d52-4c1f-4a6e-8f30-${String(number).padStart(12, '0')}`;
}

/** Daily rows in KB that add up to what the allowance, in MB, has lost. */
function rowsOf(variant, round) {
  const used = Array.from({ length: DAYS }, (_, day) => 9_000 + ((variant * 131 + day * 337) % 1_000));
  used[DAYS - 1] += round * KB_PER_MB;
  const sum = used.reduce((total, kilobytes) => total + kilobytes, 0);
  const rows = used.map((usage, day) => ({
    date: new Date((startedAt + day * 86_400) * 1000).toISOString().slice(0, 10).replaceAll('-', ''),
    usage,
    location: 'United Kingdom',
  }));
  return { rows: JSON.stringify(rows), remaining: 1024 - Math.floor(sum / KB_PER_MB) };
}
