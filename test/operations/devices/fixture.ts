import type { DeviceType } from '@aws-sdk/client-cognito-identity-provider'
import { unverifiedTexts } from '../../../src/domain/unverified-texts.ts'
import { makeDevicePool } from '../../devices.ts'
import type { TestServer } from '../../harness.ts'

/** A key that no device has. */
export const UNKNOWN = 'us-east-1_00000000-0000-0000-0000-000000000000'

/** A row of a table of refusals: case, change of the request, error, message. */
export type Refusal<I> = [string, Partial<I>, string, string]

/** A device's attributes as an object. */
export const attributesOf = ({ DeviceAttributes = [] }: DeviceType = {}) =>
  Object.fromEntries(DeviceAttributes.map(({ Name, Value }) => [Name, Value]))

type OfUser = { AccessToken: string | undefined; DeviceKey: string | undefined }
type OfAdmin = { UserPoolId: string | undefined; Username: string | undefined; DeviceKey: string | undefined }

const badKey = [
  'a malformed key',
  { DeviceKey: 'nothing' },
  'InvalidParameterException',
  String.raw`1 validation error detected: Value 'nothing' at 'deviceKey' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-f-]+`,
] as const
const noDevice = ['ResourceNotFoundException', 'Device does not exist.'] as const
const noTracking = ['InvalidUserPoolConfigurationException', unverifiedTexts.deviceTracking] as const

/** Who has devices, who else, and where nobody has. */
export const makeWorld = async (server: TestServer) => {
  const pool = await makeDevicePool(server)
  const [jane, mary] = [await pool.makeTracked('jane'), await pool.makeTracked('mary')]
  const untracked = await makeDevicePool(server, {})
  const { AccessToken: elsewhere = '' } = await untracked.makeOwner('jane')
  return { ...pool, jane, mary, untracked: { poolId: untracked.poolId, accessToken: elsewhere } }
}

type World = Awaited<ReturnType<typeof makeWorld>>

/** What every operation of a user on one device refuses. */
export const refusedToUser = ({ jane, mary, untracked }: World): Refusal<OfUser>[] => [
  ['an unknown key', { DeviceKey: UNKNOWN }, ...noDevice],
  ['another user’s device', { AccessToken: jane.accessToken, DeviceKey: mary.device.key }, ...noDevice],
  [...badKey],
  ['a pool that tracks no devices', { AccessToken: untracked.accessToken }, ...noTracking],
  [
    'an access token that is none',
    { AccessToken: 'a.b.c' },
    'NotAuthorizedException',
    'Could not verify signature for Access Token',
  ],
]

/** What every operation of an administrator on one device refuses; `unknownUser` names the error that it declares. */
export const refusedToAdmin = ({ poolId, mary, untracked }: World, unknownUser: string): Refusal<OfAdmin>[] => [
  ['an unknown key', { UserPoolId: poolId, DeviceKey: UNKNOWN }, ...noDevice],
  ['another user’s device', { UserPoolId: poolId, DeviceKey: mary.device.key }, ...noDevice],
  [...badKey],
  ['a pool that tracks no devices', { UserPoolId: untracked.poolId }, ...noTracking],
  ['an unknown user', { UserPoolId: poolId, Username: 'nobody' }, unknownUser, 'User does not exist.'],
  [
    'an unknown pool',
    { UserPoolId: 'us-east-1_nosuchone' },
    'ResourceNotFoundException',
    'User pool us-east-1_nosuchone does not exist.',
  ],
]
