import type { components } from '@roamwatch/client/wire';

type Schemas = components['schemas'];

export type WireEsim = Schemas['Esim'];
export type WireUsage = Schemas['Usage'];
export type WireUsageDetails = Schemas['UsageDetails'];
export type WireDayUsage = Schemas['DayUsage'];
export type WireTopUpPackage = Schemas['TopUpPackage'];
export type WirePurchase = Schemas['PackagePurchase'];
export type WireFailure = Schemas['Failure'];
