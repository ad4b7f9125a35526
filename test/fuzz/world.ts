import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider'
import { type KeptDevice, newDevice, verifierOf } from '../devices.ts'
import { customAuthTriggers } from '../functions.ts'
import type { TestServer } from '../harness.ts'
import type { Random } from './random.ts'
import { PASSWORDS } from './secrets.ts'
import { beginnings } from './sign-ins.ts'

/** Regions in which requests are signed; hardly any in the last ones. */
export const REGIONS = ['us-east-1', 'eu-central-1'] as const

export type KnownClient = { id: string; secret: string | undefined }
export type KnownPool = {
  id: string
  region: string
  clients: KnownClient[]
  users: string[]
  groups: string[]
  tokens: { access: string; id: string; refresh: string; clientId: string }[]
  /** Without a text: what was asked is answered without a Session. */
  sessions: {
    text: string | undefined
    username: string
    clientId: string
    challenge: string
    told: Record<string, string>
  }[]
  devices: KeptDevice[]
  pages: { operation: string; token: string; input: Record<string, unknown> }[]
  subs: string[]
  secretIds: string[]
}

type Body = Record<string, unknown>
type Answer = { status: number; body: Body }

/** Headers of a request that is signed as far as dev mode looks. */
export const signedHeaders = (region: string): Record<string, string> => {
  const amzDate = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '')
  const credential = `AKIAIOSFODNN7EXAMPLE/${amzDate.slice(0, 8)}/${region}/cognito-idp/aws4_request`
  return {
    'x-amz-date': amzDate,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date;x-amz-target, Signature=00`,
  }
}

const poolKinds: readonly Record<string, unknown>[] = [
  {},
  {
    AliasAttributes: ['email', 'phone_number', 'preferred_username'],
    AutoVerifiedAttributes: ['email', 'phone_number'],
    SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms', ExternalId: 'x' },
    Schema: [
      { Name: 'team', AttributeDataType: 'String', Mutable: true },
      { Name: 'level', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '0', MaxValue: '9' } },
    ],
  },
  {
    UsernameAttributes: ['email', 'phone_number'],
    AutoVerifiedAttributes: ['email'],
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
  },
  {
    UsernameConfiguration: { CaseSensitive: true },
    UserPoolTier: 'ESSENTIALS',
    Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 3 } },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'admin_only' }] },
  },
  {
    AutoVerifiedAttributes: ['email'],
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] } },
    SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms', ExternalId: 'x' },
  },
  {
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
    LambdaConfig: customAuthTriggers,
    UserPoolTier: 'PLUS',
  },
]

const clientKinds: readonly Record<string, unknown>[] = [
  {},
  { GenerateSecret: true },
  { PreventUserExistenceErrors: 'ENABLED' },
  { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 } },
]

/** Pools of each kind, and some to spoil. */
const AT_LEAST = 8
const FLOWS = [
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_CUSTOM_AUTH',
]

/** What the requests are about: pools that exist, with what is in them, and what became known of others. */
export const makeWorld = (server: TestServer, random: Random) => {
  const pools: KnownPool[] = []
  /** Pools that were deleted. */
  const gone: KnownPool[] = []
  let made = 0

  const call = async (operation: string, input: object, region: string): Promise<Answer> => {
    const response = await server.post(operation, input, signedHeaders(region))
    return { status: response.status, body: (await response.json()) as Answer['body'] }
  }

  const need = async (operation: string, input: object, region: string) => {
    const answer = await call(operation, input, region)
    if (answer.status !== 200) throw new Error(`${operation} failed: ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  /** One who has yet to confirm, and one who has yet to choose a password. */
  const addNewcomers = async (pool: KnownPool, ClientId: string | undefined) => {
    const [Password] = PASSWORDS
    const addresses = [`new${++made}@example.com`, `new${++made}@example.com`] as const
    const [first, second] = addresses.map((address) =>
      pool.users.at(-1)?.includes('@') ? address : address.replace('@', '.'),
    )
    const UserAttributes = [{ Name: 'email', Value: addresses[0] }]
    const signUp = await call('SignUp', { ClientId, Username: first, Password, UserAttributes }, pool.region)
    if (signUp.status === 200 && first !== undefined) pool.users.push(first)
    const invited = { UserPoolId: pool.id, Username: second, TemporaryPassword: Password, MessageAction: 'SUPPRESS' }
    if ((await call('AdminCreateUser', invited, pool.region)).status !== 200) return
    const AuthParameters = { USERNAME: second, PASSWORD: Password }
    const given = { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }
    for (let times = 0; times < 3; times++) {
      harvest(pool, 'InitiateAuth', given, (await call('InitiateAuth', given, pool.region)).body)
    }
  }

  /** Confirms the device of a sign-in, where the pool tracks devices. */
  const addDevice = async (
    pool: KnownPool,
    AccessToken: string | undefined,
    { AuthenticationResult: result }: Body,
  ) => {
    const { NewDeviceMetadata } = (result ?? {}) as AuthenticationResultType
    if (!NewDeviceMetadata) return
    const device = newDevice(NewDeviceMetadata)
    const given = { AccessToken, DeviceKey: device.key, DeviceSecretVerifierConfig: verifierOf(device) }
    if ((await call('ConfirmDevice', given, pool.region)).status === 200) keep(pool.devices, device, 12)
  }

  /** One more user with a password, and tokens of theirs; false if the pool does not let them in any more. */
  const addUser = async (pool: KnownPool): Promise<boolean> => {
    const address = `user${++made}@example.com`
    const attempts = [address, address.replace('@', '.')].map((Username) => ({ UserPoolId: pool.id, Username }))
    if (pool.users.length % 2 === 1) attempts.reverse()
    for (const user of attempts) {
      const [Password] = PASSWORDS
      const given = { ...user, TemporaryPassword: Password, MessageAction: 'SUPPRESS' }
      const created = await call('AdminCreateUser', given, pool.region)
      if (created.status !== 200) continue
      await call('AdminSetUserPassword', { ...user, Password, Permanent: true }, pool.region)
      const UserAttributes = [
        { Name: 'email', Value: address },
        { Name: 'email_verified', Value: 'true' },
      ]
      await call('AdminUpdateUserAttributes', { ...user, UserAttributes }, pool.region)
      const client = pool.clients.find(({ secret }) => secret === undefined)
      pool.users.push(user.Username)
      pool.subs.push(String((created.body.User as { Username: string }).Username))
      const AuthParameters = { USERNAME: user.Username, PASSWORD: Password }
      const start = { ClientId: client?.id, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }
      const signedIn = await call('InitiateAuth', start, pool.region)
      harvest(pool, 'InitiateAuth', start, signedIn.body)
      const AccessToken = pool.tokens.at(-1)?.access
      await call('GetUserAttributeVerificationCode', { AccessToken, AttributeName: 'email' }, pool.region)
      await addDevice(pool, AccessToken, signedIn.body)
      for (const { AuthFlow, AuthParameters } of beginnings(pool.devices.at(-1)?.key)) {
        const start = { ClientId: client?.id, AuthFlow, AuthParameters: { USERNAME: user.Username, ...AuthParameters } }
        harvest(pool, 'InitiateAuth', start, (await call('InitiateAuth', start, pool.region)).body)
      }
      await addNewcomers(pool, client?.id)
      return signedIn.body.AuthenticationResult !== undefined
    }
    return false
  }

  const addPool = async (): Promise<KnownPool> => {
    const region = random.pick(REGIONS)
    const anywhere = JSON.stringify(poolKinds[pools.length % poolKinds.length])
    // Functions are of the pool's Region.
    const kind: Body = JSON.parse(anywhere.replaceAll('lambda:us-east-1', `lambda:${region}`))
    const { UserPool } = await need('CreateUserPool', { PoolName: `fuzz ${++made}`, ...kind }, region)
    const id = (UserPool as { Id: string }).Id
    const mfa = { MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } }
    if (kind.UsernameConfiguration) await need('SetUserPoolMfaConfig', { UserPoolId: id, ...mfa }, region)
    const pool: KnownPool = {
      id,
      region,
      clients: [],
      users: [],
      groups: [],
      tokens: [],
      sessions: [],
      devices: [],
      pages: [],
      subs: [],
      secretIds: [],
    }
    for (const kind of clientKinds) {
      const flows = kind.RefreshTokenRotation ? FLOWS : [...FLOWS, 'ALLOW_REFRESH_TOKEN_AUTH']
      const input = { UserPoolId: id, ClientName: 'fuzz', ExplicitAuthFlows: flows, ...kind }
      const { UserPoolClient } = await need('CreateUserPoolClient', input, region)
      const client = UserPoolClient as { ClientId: string; ClientSecret?: string }
      pool.clients.push({ id: client.ClientId, secret: client.ClientSecret })
    }
    for (const GroupName of ['staff', 'Größe', '%']) {
      await need('CreateGroup', { UserPoolId: id, GroupName }, region)
      pool.groups.push(GroupName)
    }
    const ProviderDetails = { client_id: 'client', client_secret: 'secret', authorize_scopes: 'email' }
    const google = { ProviderName: 'Google', ProviderType: 'Google', IdpIdentifiers: ['idp1.example'], ProviderDetails }
    await need('CreateIdentityProvider', { UserPoolId: id, ...google }, region)
    await addUser(pool)
    await addUser(pool)
    pools.push(pool)
    return pool
  }

  const keep = <T>(list: T[], item: T, most: number) => {
    list.push(item)
    if (list.length > most) list.splice(random.int(list.length), 1)
  }

  /** Notes what an answer makes known. */
  const harvest = (
    pool: KnownPool,
    operation: string,
    input: Record<string, unknown>,
    body: Record<string, unknown>,
  ) => {
    const result = body.AuthenticationResult as Record<string, string> | undefined
    const clientId = String(input.ClientId)
    if (result?.AccessToken) {
      const { AccessToken: access, IdToken: id = '', RefreshToken: refresh = '' } = result
      keep(pool.tokens, { access, id, refresh, clientId }, 12)
    }
    if (typeof body.ChallengeName === 'string') {
      const given = (input.AuthParameters ?? input.ChallengeResponses) as Record<string, string> | undefined
      const text = typeof body.Session === 'string' ? body.Session : undefined
      const told = (body.ChallengeParameters ?? {}) as Record<string, string>
      const session = { text, username: String(given?.USERNAME), clientId, challenge: body.ChallengeName, told }
      keep(pool.sessions, session, 24)
    }
    if (operation === 'DeleteUserPool' && input.UserPoolId === pool.id && pools.includes(pool)) {
      gone.push(...pools.splice(pools.indexOf(pool), 1))
    }
    const token = body.NextToken ?? body.PaginationToken
    if (typeof token === 'string') keep(pool.pages, { operation, token, input }, 12)
    const user = body.User as { Username?: string } | undefined
    if (typeof user?.Username === 'string') keep(pool.users, user.Username, 30)
    if (operation === 'SignUp' && body.UserSub) keep(pool.users, String(input.Username), 30)
    const group = body.Group as { GroupName?: string } | undefined
    if (group?.GroupName) keep(pool.groups, group.GroupName, 30)
    const secrets = body.ClientSecrets as { ClientSecretId: string }[] | undefined
    for (const { ClientSecretId } of secrets ?? []) keep(pool.secretIds, ClientSecretId, 8)
    const client = body.UserPoolClient as { ClientId?: string; ClientSecret?: string } | undefined
    if (client?.ClientId && operation === 'CreateUserPoolClient') {
      keep(pool.clients, { id: client.ClientId, secret: client.ClientSecret }, 10)
    }
  }

  return {
    pools,
    gone,
    call,
    harvest,
    /** Sees to it that there are pools that work, with fresh tokens. */
    async refresh() {
      const last = pools.slice(-AT_LEAST)
      for (const pool of last) if (!(await addUser(pool))) await addPool()
      while (pools.length < AT_LEAST) await addPool()
    },
  }
}

export type World = ReturnType<typeof makeWorld>
