import { fault } from './errors.ts'
import { N, N_BYTES, type SrpIdentity, type Verifier } from './srp.ts'
import { unverifiedTexts } from './unverified-texts.ts'

/** Whether the user wants a device to be known again. */
export type DeviceStatus = 'remembered' | 'not_remembered'

/** A device of a user, which the user's client has confirmed. */
export type Device = {
  readonly poolId: string
  /** `<region>_<uuid>`. */
  readonly key: string
  readonly sub: string
  /** The other half of its identity in SRP. */
  readonly groupKey: string
  readonly name: string | undefined
  readonly status: DeviceStatus
  /** Of the secret that the device keeps; undefined for one that cannot prove itself. */
  readonly sealedVerifier: string | undefined
  readonly lastIp: string
  /** The library that confirmed it. */
  readonly sdk: string
  readonly createdAt: number
  readonly updatedAt: number
  /** When its user last signed in with it. */
  readonly lastAuthenticatedAt: number
}

/** Whether the device proves itself in sign-ins: it is remembered, and has given a verifier to do so. */
export const isRemembered = ({ status, sealedVerifier }: Pick<Device, 'status' | 'sealedVerifier'>): boolean =>
  status === 'remembered' && sealedVerifier !== undefined

/** Insists that a pool tracks devices. Raises InvalidUserPoolConfigurationException. */
export const requireTracking = ({ settings }: { settings: { deviceConfiguration?: object } }): void => {
  if (!settings.deviceConfiguration) {
    throw fault('InvalidUserPoolConfigurationException', unverifiedTexts.deviceTracking)
  }
}

/** The error for a device that the user does not have. */
export const noDevice = () => fault('ResourceNotFoundException', 'Device does not exist.')

/** Who proves a device's secret. */
export const deviceIdentity = ({ groupKey, key }: Pick<Device, 'groupKey' | 'key'>): SrpIdentity => ({
  poolName: groupKey,
  username: key,
})

/** The SDK that a client's User-Agent names, in the form in which the service tells of it. */
export const sdkOf = (userAgent: string | undefined): string => {
  const [, language = 'unknown', version = 'unknown'] =
    /\baws-sdk-([\w-]{1,32})\/([\w.-]{1,32})/.exec(userAgent ?? '') ?? []
  return `aws-sdk-${language}-${version}`
}

/** What is told of a device, in the service's order. A device without a name has no attribute for it. */
export const deviceAttributes = (
  device: Device,
  { username, region, accountId }: { username: string; region: string; accountId: string },
): [name: string, value: string][] => {
  const owner = `${username}.${device.poolId}`
  return [
    ['device_status', 'valid'],
    ...(device.name === undefined ? [] : [['device_name', device.name] as [string, string]]),
    ['dev:device_arn', `arn:aws:cognito-idp:${region}:${accountId}:owner/${owner}/device/${device.key}`],
    ['dev:device_owner', owner],
    ['last_ip_used', device.lastIp],
    ['dev:device_remembered_status', device.status],
    ['dev:device_sdk', device.sdk],
  ]
}

/** Clients take salts of 16 bytes. */
const MAX_SALT_BYTES = 64
/** A full number with a sign byte. */
const MAX_TEXT_LENGTH = Math.ceil((N_BYTES + 1) / 3) * 4
/** N - 1, as N ends in ff. */
const MINUS_ONE = Buffer.concat([N.subarray(0, -1), Buffer.from([0xfe])])

/** The bytes of a positive number in base64, without leading zeros; undefined for anything else, a negative one included. */
const positiveNumber = (text: string): Buffer | undefined => {
  if (text.length > MAX_TEXT_LENGTH) return undefined
  const bytes = Buffer.from(text, 'base64')
  const start = bytes.findIndex((byte) => byte !== 0)
  // The decoder skips what is no base64. In two's complement, a first bit that is set is a minus.
  if (bytes.toString('base64') !== text || start < 0 || (bytes[0] ?? 0) & 0x80) return undefined
  return bytes.subarray(start)
}

/**
 * The salt and verifier that a client gives for a device's secret: two's complement in base64. Raises
 * InvalidParameterException unless both are positive, and v between 1 and N - 1, whose powers are no secret.
 */
export const parseDeviceVerifier = (given: { salt?: string | undefined; verifier?: string | undefined }): Verifier => {
  const salt = positiveNumber(given.salt ?? '')
  if (!salt || salt.length > MAX_SALT_BYTES) throw fault('InvalidParameterException', unverifiedTexts.deviceSalt)
  const short = positiveNumber(given.verifier ?? '')
  const v = short && short.length <= N_BYTES ? Buffer.concat([Buffer.alloc(N_BYTES - short.length), short]) : undefined
  const isOne = short?.length === 1 && short[0] === 1
  if (!v || isOne || v.compare(MINUS_ONE) >= 0) throw fault('InvalidParameterException', unverifiedTexts.deviceVerifier)
  return { salt, v }
}
