import type { Context } from '../../context.ts'
import type { Device } from '../../domain/devices.ts'
import { formatVerifier, parseVerifier, type Verifier } from '../../domain/srp.ts'
import type { DeviceId } from '../../store/devices.ts'

const sealContext = ({ poolId, sub, key }: DeviceId) => `device-verifier|${poolId}|${sub}|${key}`

/** Seals what a device proves itself by: it opens for this device alone. */
export const sealDeviceVerifier = (ctx: Pick<Context, 'sealer'>, id: DeviceId, verifier: Verifier): string =>
  ctx.sealer.seal(sealContext(id), formatVerifier(verifier))

/** Opens it; undefined for a device that has none. One that does not open was moved or altered, and no device proves itself by it. */
export const openDeviceVerifier = (ctx: Pick<Context, 'sealer'>, device: Device): Verifier | undefined => {
  if (device.sealedVerifier === undefined) return undefined
  const opened = ctx.sealer.open(sealContext(device), device.sealedVerifier)
  if (opened === undefined)
    throw new Error(`The verifier of device ${device.key} in pool ${device.poolId} does not open`)
  return parseVerifier(opened)
}
