import type { Context } from '../../context.ts'
import { type Device, noDevice, requireTracking, sdkOf } from '../../domain/devices.ts'
import { fault } from '../../domain/errors.ts'
import type { Pool } from '../../domain/pool.ts'
import type { Origin } from '../../domain/sign-in.ts'
import type { Verifier } from '../../domain/srp.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import type { User } from '../../domain/user.ts'
import type { DeviceId } from '../../store/devices.ts'
import { deviceGroupKey } from './new-device.ts'
import { sealDeviceVerifier } from './verifier.ts'

/** Who confirms a device: somebody whose sign-in was told `deviceKey`, if any. */
export type DeviceHolder = { readonly pool: Pool; readonly user: User; readonly deviceKey: string | undefined }

/** A device as its client gives it. Without a verifier it is kept, but cannot prove itself. */
export type Confirmation = {
  readonly key: string
  readonly name: string | undefined
  readonly verifier: Verifier | undefined
  readonly origin: Origin
}

const invalidKey = () => fault('InvalidParameterException', 'Invalid device key given.')

/**
 * Confirms the device that the sign-in was told of. Gives whether the user is to be asked before it is
 * remembered. Raises InvalidUserPoolConfigurationException where the pool tracks no devices,
 * InvalidParameterException for a key of another sign-in or of a device that was forgotten, and
 * DeviceKeyExistsException for a device that is confirmed.
 */
export const confirmDevice = async (
  ctx: Context,
  { pool, user, deviceKey }: DeviceHolder,
  { key, name, verifier, origin }: Confirmation,
): Promise<boolean> => {
  requireTracking(pool)
  if (key !== deviceKey) throw invalidKey()
  const id: DeviceId = { poolId: pool.id, sub: user.sub, key }
  const asksUser = pool.settings.deviceConfiguration?.deviceOnlyRememberedOnUserPrompt ?? false
  const now = ctx.now()
  const device: Device = {
    ...id,
    groupKey: deviceGroupKey(ctx, pool.id, key),
    name,
    status: asksUser ? 'not_remembered' : 'remembered',
    sealedVerifier: verifier && sealDeviceVerifier(ctx, id, verifier),
    lastIp: origin.ipAddress,
    sdk: sdkOf(origin.userAgent),
    createdAt: now,
    updatedAt: now,
    lastAuthenticatedAt: now,
  }
  await ctx.store.transaction(async (tx) => {
    if (!(await tx.devices.insert(device))) {
      throw fault('DeviceKeyExistsException', unverifiedTexts.deviceKeyExists)
    }
    // The access token outlives the device when that is forgotten, and must not bring it back. Asked
    // after the insertion, which waits for a transaction that is forgetting the device.
    if (!(await tx.devices.hasSignIn(id, now))) throw invalidKey()
  })
  return asksUser
}

/** The user's device of this key. Raises InvalidUserPoolConfigurationException and ResourceNotFoundException. */
export const requireDevice = async (ctx: Context, pool: Pool, user: User, key: string): Promise<Device> => {
  requireTracking(pool)
  const device = await ctx.store.devices.find(pool.id, user.sub, key)
  if (!device) throw noDevice()
  return device
}

/** Remembers a device, or remembers it no longer; without a status, nothing changes. Raises as `requireDevice`. */
export const setDeviceStatus = async (
  ctx: Context,
  pool: Pool,
  user: User,
  { key, status }: { key: string; status: Device['status'] | undefined },
): Promise<void> => {
  const device = await requireDevice(ctx, pool, user, key)
  if (status === undefined) return
  const isThere = await ctx.store.transaction((tx) => tx.devices.setStatus(device, status, ctx.now()))
  if (!isThere) throw noDevice()
}

/**
 * Forgets a device and ends its sign-ins: no refresh token of them works any more, while access tokens
 * live out, as with the service. Raises as `requireDevice`.
 *
 * @see https://aws.amazon.com/blogs/mobile/tracking-and-remembering-devices-using-amazon-cognito-your-user-pools/
 */
export const forgetDevice = async (ctx: Context, pool: Pool, user: User, key: string): Promise<void> => {
  requireTracking(pool)
  const id: DeviceId = { poolId: pool.id, sub: user.sub, key }
  await ctx.store.transaction(async (tx) => {
    if (!(await tx.devices.remove(id))) throw noDevice()
    await tx.devices.endSignIns(id, ctx.now())
  })
}
