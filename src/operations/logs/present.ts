import type { LogConfiguration } from '../../domain/log-delivery.ts'
import { toWire } from '../../wire/casing.ts'

/** What a pool logs, as the wire has it. */
export const toLogDelivery = (poolId: string, configurations: readonly LogConfiguration[]) => ({
  UserPoolId: poolId,
  LogConfigurations: configurations.map((configuration) => toWire(configuration)),
})
