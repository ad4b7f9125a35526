import type { RiskSettings } from '../../domain/risk.ts'
import { toTimestamp, toWire } from '../../wire/casing.ts'

/** What RiskConfiguration shows: whose it is, and what is set, if anything is. */
export type ShownRisk = {
  readonly poolId: string
  readonly clientId?: string | undefined
  readonly settings: RiskSettings
  readonly updatedAt?: number | undefined
}

/** A risk configuration as the wire has it. */
export const toRiskConfiguration = ({ poolId, clientId, settings, updatedAt }: ShownRisk) => ({
  UserPoolId: poolId,
  ...(clientId !== undefined && { ClientId: clientId }),
  ...toWire(settings),
  ...(updatedAt !== undefined && { LastModifiedDate: toTimestamp(updatedAt) }),
})
