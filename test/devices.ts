import { randomBytes } from 'node:crypto'
import {
  type AuthenticationResultType,
  type CognitoIdentityProviderClient,
  ConfirmDeviceCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  type NewDeviceMetadataType,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { powerOfG } from '../src/compute/power.ts'
import { deviceIdentity } from '../src/domain/devices.ts'
import { makeSalt, N, pad, passwordClaim, privateExponent, scrambler, sessionKey } from '../src/domain/srp.ts'
import { makePool, makeUser, PASSWORD } from './fixture.ts'
import type { TestServer } from './harness.ts'

/** Devices that are remembered at once, and stand for second factors. */
export const TRACKING: Partial<CreateUserPoolCommandInput> = {
  DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
}

type Parameters = Record<string, string>

/** Signs in by password, and gives the answer whole. */
export const begin = (sdk: CognitoIdentityProviderClient, clientId: string, username: string, more: Parameters = {}) =>
  sdk.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD, ...more },
    }),
  )

/** Answers a challenge. */
export const respond = (
  sdk: CognitoIdentityProviderClient,
  clientId: string,
  ChallengeName: 'DEVICE_SRP_AUTH' | 'DEVICE_PASSWORD_VERIFIER' | 'SOFTWARE_TOKEN_MFA',
  ChallengeResponses: Parameters,
  Session: string | undefined,
) => sdk.send(new RespondToAuthChallengeCommand({ ClientId: clientId, ChallengeName, ChallengeResponses, Session }))

const toBigInt = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`)
const MODULUS = toBigInt(N)
const power = (base: bigint, exponent: bigint) => {
  let result = 1n
  for (let factor = base % MODULUS, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % MODULUS
    factor = (factor * factor) % MODULUS
  }
  return result
}
const MULTIPLIER = BigInt('0x538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6')
const TIMESTAMP = 'Tue Jan 6 03:04:05 UTC 2026'

/** What a device keeps of itself. */
export type KeptDevice = { key: string; groupKey: string; secret: string; salt: Buffer }

/** A device that is to be confirmed. */
export const newDevice = ({ DeviceKey = '', DeviceGroupKey = '' }: NewDeviceMetadataType): KeptDevice => ({
  key: DeviceKey,
  groupKey: DeviceGroupKey,
  secret: randomBytes(40).toString('base64'),
  salt: makeSalt(randomBytes),
})

const exponentOf = (device: KeptDevice) => privateExponent(deviceIdentity(device), device.secret, device.salt)

/** The DeviceSecretVerifierConfig of a device. */
export const verifierOf = (device: KeptDevice) => ({
  Salt: pad(device.salt).toString('base64'),
  PasswordVerifier: pad(powerOfG(exponentOf(device))).toString('base64'),
})

/** Confirms the device of a sign-in, and gives what it keeps. */
export const confirm = async (
  sdk: CognitoIdentityProviderClient,
  { AccessToken, NewDeviceMetadata }: AuthenticationResultType,
): Promise<KeptDevice> => {
  const device = newDevice(NewDeviceMetadata ?? {})
  await sdk.send(
    new ConfirmDeviceCommand({
      AccessToken,
      DeviceKey: device.key,
      DeviceName: 'phone',
      DeviceSecretVerifierConfig: verifierOf(device),
    }),
  )
  return device
}

/** The device's side of its proof, by the book. */
export const claimOf = (device: KeptDevice, a: Buffer, challenge: Parameters): Parameters => {
  const [publicA, publicB] = [powerOfG(a), Buffer.from((challenge.SRP_B ?? '').padStart(768, '0'), 'hex')]
  const identity = deviceIdentity(device)
  const x = toBigInt(privateExponent(identity, device.secret, Buffer.from(challenge.SALT ?? '', 'hex')))
  const u = scrambler(publicA, publicB)
  const base = (((toBigInt(publicB) - MULTIPLIER * power(2n, x)) % MODULUS) + MODULUS) % MODULUS
  const secret = Buffer.from(
    power(base, toBigInt(a) + toBigInt(u) * x)
      .toString(16)
      .padStart(768, '0'),
    'hex',
  )
  const block = Buffer.from(challenge.SECRET_BLOCK ?? '', 'base64')
  return {
    PASSWORD_CLAIM_SECRET_BLOCK: challenge.SECRET_BLOCK ?? '',
    PASSWORD_CLAIM_SIGNATURE: passwordClaim(sessionKey(secret, u), identity, block, TIMESTAMP).toString('base64'),
    TIMESTAMP,
    DEVICE_KEY: device.key,
  }
}

/** A pool that tracks devices, and what its tests do over and over. */
export const makeDevicePool = async (
  server: TestServer,
  pool: Partial<CreateUserPoolCommandInput> = TRACKING,
  client: Partial<CreateUserPoolClientCommandInput> = {},
) => {
  const sdk = server.client()
  const made = await makePool(sdk, pool, client)
  const { poolId, clientId } = made

  /** A user with a sign-in of theirs. */
  const makeOwner = async (username: string) => {
    await makeUser(sdk, poolId, username)
    const { AuthenticationResult } = await begin(sdk, clientId, username)
    return AuthenticationResult ?? {}
  }
  /** A user with a device. */
  const makeTracked = async (username: string) => {
    const tokens = await makeOwner(username)
    return {
      accessToken: tokens.AccessToken ?? '',
      refreshToken: tokens.RefreshToken ?? '',
      device: await confirm(sdk, tokens),
    }
  }
  return { ...made, sdk, makeOwner, makeTracked }
}
