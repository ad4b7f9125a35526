import { secretHash } from '../../src/domain/secret-hash.ts'
import { isRequired, memberShape, type Shape, type StructureShape } from '../../src/wire/schema.ts'
import * as auth from '../../src/wire/shapes/auth.ts'
import * as client from '../../src/wire/shapes/client.ts'
import * as common from '../../src/wire/shapes/common.ts'
import { DeviceKeyType } from '../../src/wire/shapes/device.ts'
import * as group from '../../src/wire/shapes/group.ts'
import * as provider from '../../src/wire/shapes/identity-provider.ts'
import * as poolShapes from '../../src/wire/shapes/pool.ts'
import * as messaging from '../../src/wire/shapes/pool-messaging.ts'
import * as schema from '../../src/wire/shapes/pool-schema.ts'
import * as user from '../../src/wire/shapes/user.ts'
import { oddText, oddValue, textOf } from './odd.ts'
import type { Random } from './random.ts'
import { CODE, PASSWORDS } from './secrets.ts'
import { challengeParameters, likelihood } from './sign-ins.ts'
import type { KnownClient, KnownPool } from './world.ts'

/** What one request is about. The parts fit together; strangers are mixed in as it is written. */
export type Scene = {
  readonly random: Random
  readonly operation: string
  readonly pool: KnownPool
  readonly client: KnownClient
  readonly username: string
  /** Of the client and the user, where the request answers a challenge. */
  readonly session: KnownPool['sessions'][number] | undefined
  readonly all: readonly KnownPool[]
  /** How often a value is odd in place of valid. */
  readonly oddness: number
}

/** What the constructors of schema.ts leave on their shapes. */
type Declared = Shape & {
  readonly options?: { readonly min?: number; readonly max?: number; readonly pattern?: string }
  readonly values?: readonly string[]
  readonly member?: Shape
  readonly key?: Shape
  readonly value?: Shape
}

const other = ({ random, all }: Scene) => random.pick(all)
const someToken = (scene: Scene) => {
  const { random, pool } = scene
  const token = random.pick([pool, pool, pool, other(scene)]).tokens
  return token.length > 0 ? random.pick(random.chance(0.7) ? token.slice(-3) : token) : undefined
}

const attributeNames = [
  'email',
  'phone_number',
  'email_verified',
  'phone_number_verified',
  'preferred_username',
  'name',
  'given_name',
  'family_name',
  'birthdate',
  'updated_at',
  'address',
  'locale',
  'sub',
  'identities',
  'custom:team',
  'custom:level',
  'dev:custom:team',
  'nosuch',
] as const

const addressOf = ({ random, username }: Scene) =>
  random.pick([
    username,
    `person${random.int(20)}@example.com`,
    `PERSON${random.int(20)}@example.com`,
    `${textOf(random, random.pick([5, 64, 1000, 1900])).replace(/[^\p{L}\p{N}]/gu, 'x')}@example.com`,
    'pärson@exämple.com',
    'two@example.com,three@example.com',
  ])

const phoneOf = ({ random }: Scene) => random.pick([`+4930${1000 + random.int(20)}`, '+123456789012345', '+0', '030'])

const attributeValue = (scene: Scene, name: string): string => {
  const { random } = scene
  if (random.chance(scene.oddness)) return oddText(random)
  if (name === 'email') return addressOf(scene)
  if (name === 'phone_number') return phoneOf(scene)
  if (name.endsWith('_verified')) return random.pick(['true', 'false', 'True', ''])
  if (name === 'birthdate') return '2000-01-31'
  if (name === 'updated_at' || name === 'custom:level') return random.pick(['3', '10', '-1', '007', '1e3'])
  return random.pick(['Ada', 'Zoë', '', 'person1', scene.username, textOf(random, random.pick([20, 300, 2048]))])
}

const signInParameters = (scene: Scene): Record<string, string> => {
  const { random, client: app } = scene
  const sent = random.chance(0.9) ? scene.username : addressOf(scene)
  const username = scene.session && random.chance(0.9) ? scene.session.username : sent
  const all: Record<string, string> = {
    USERNAME: username,
    PASSWORD: random.pick(PASSWORDS),
    SECRET_HASH: secretHash(app.secret ?? 'none', username, app.id),
    REFRESH_TOKEN: someToken(scene)?.refresh ?? 'none',
    NEW_PASSWORD: random.pick(PASSWORDS),
    'userAttributes.name': attributeValue(scene, 'name'),
    'userAttributes.email': attributeValue(scene, 'email'),
    ...challengeParameters(random, scene.pool, { session: scene.session, token: someToken(scene)?.access }),
  }
  const likely: Record<string, number> = {
    USERNAME: 0.95,
    PASSWORD: 0.9,
    NEW_PASSWORD: 0.9,
    SECRET_HASH: app.secret ? 0.9 : 0.05,
    'userAttributes.name': 0.2,
    'userAttributes.email': 0.2,
    REFRESH_TOKEN: 0.5,
    // A device is named by a sign-in of its own, and else seldom.
    DEVICE_KEY: /^DEVICE/.test(scene.session?.challenge ?? '') ? 0.97 : 0.1,
    ...likelihood,
  }
  return Object.fromEntries(Object.entries(all).filter(([name]) => random.chance(likely[name] ?? 0.25)))
}

const messageWithCode = ({ random }: Scene) => `${textOf(random, random.pick([1, 20, 100]))}{####}{username}`

const filterOf = (scene: Scene) => {
  const { random } = scene
  const name = random.pick([
    'username',
    'email',
    'name',
    'sub',
    'status',
    'cognito:user_status',
    'phone_number',
    'nosuch',
  ])
  const value = random.pick([
    random.pick([scene.username, 'Enabled', 'CONFIRMED', 'user', '+49', 'A']),
    oddText(random).replace(/["\\]/g, '\\$&'),
  ])
  return `${name} ${random.pick(['=', '^='])} "${value}"`
}

const poolArn = ({ id, region }: KnownPool) => `arn:aws:cognito-idp:${region}:000000000000:userpool/${id}`

/** A token that says odd things of itself, perhaps with a true signature of something else. */
const forgedToken = (scene: Scene): string => {
  const { random, pool } = scene
  const [head = '', body = '', mark = ''] = (someToken(scene)?.access ?? '').split('.')
  const read = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString() || '{}')
  const write = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const name = random.pick(['iss', 'sub', 'client_id', 'exp', 'origin_jti', 'scope', 'token_use'])
  const claims = { ...read(body), [name]: random.pick([oddValue(random), `http://x/${oddText(random)}`, pool.id]) }
  const header = random.chance(0.7)
    ? read(head)
    : { ...read(head), [random.pick(['kid', 'alg', 'jku'])]: oddText(random) }
  return `${write(header)}.${write(claims)}.${mark}`
}

/** Values that fit to what exists, by shape. */
const fitting = new Map<Shape, (scene: Scene) => unknown>([
  [common.UserPoolIdType, ({ pool }) => pool.id],
  [common.ClientIdType, (scene) => scene.client.id],
  [
    user.UsernameType,
    ({ random, username, pool }) => random.pick([username, username, username, ...pool.subs.slice(-1)]),
  ],
  [user.PasswordType, ({ random }) => random.pick([...PASSWORDS, PASSWORDS[0], 'short'])],
  [user.ConfirmationCodeType, ({ random }) => random.pick([CODE, CODE, '000000'])],
  [
    user.AttributeNameType,
    ({ random, operation }) => random.pick(/Verif/.test(operation) ? attributeNames.slice(0, 3) : attributeNames),
  ],
  [
    user.AttributeType,
    (scene) => {
      const Name = scene.random.pick(attributeNames)
      return { Name, Value: attributeValue(scene, Name) }
    },
  ],
  [user.UserFilterType, filterOf],
  [provider.ProviderNameType, ({ random }) => random.pick(providerNames)],
  [provider.ProviderNameTypeV2, ({ random }) => random.pick(providerNames)],
  [provider.IdentityProviderTypeType, ({ random }) => random.pick(['OIDC', 'OIDC', 'Google', 'SAML', 'Facebook'])],
  [provider.ProviderDetailsType, (scene) => providerDetails(scene)],
  [provider.AttributeMappingType, ({ random }) => ({ [random.pick(attributeNames)]: 'claim', email: 'mail' })],
  [provider.IdpIdentifierType, ({ random }) => `idp${random.int(9)}.example`],
  [user.ProviderUserIdentifierType, (scene) => identity(scene)],
  [group.GroupNameType, ({ random, pool }) => random.pick(pool.groups)],
  [
    auth.TokenModelType,
    (scene) => {
      const token = someToken(scene)
      if (!token) return 'e30.e30.e30'
      const { random, operation } = scene
      const isRefresh = operation === 'RevokeToken' || operation === 'GetTokensFromRefreshToken'
      const fit = isRefresh ? token.refresh : token.access
      if (random.chance(0.04)) return forgedToken(scene)
      return random.chance(0.85) ? fit : random.pick([token.id, token.refresh, token.access, `${fit.slice(0, -4)}AAAA`])
    },
  ],
  [
    auth.SessionType,
    (scene) => {
      const sessions = other(scene).sessions
      const strange = sessions.length > 0 ? scene.random.pick(sessions).text : 'x'.repeat(40)
      return scene.session?.text && scene.random.chance(0.95) ? scene.session.text : strange
    },
  ],
  [auth.AuthParametersType, signInParameters],
  [auth.ChallengeResponsesType, signInParameters],
  [auth.SecretHashType, ({ client: app, username }) => secretHash(app.secret ?? 'none', username, app.id)],
  [DeviceKeyType, ({ pool }) => pool.devices.at(-1)?.key ?? 'none'],
  [auth.ChallengeNameType, ({ random, session }) => (session && random.chance(0.9) ? session.challenge : 'SMS_MFA')],
  [
    auth.AuthFlowType,
    ({ random, operation }) =>
      random.pick([
        operation === 'InitiateAuth' ? 'USER_PASSWORD_AUTH' : 'ADMIN_USER_PASSWORD_AUTH',
        operation === 'InitiateAuth' ? 'USER_PASSWORD_AUTH' : 'ADMIN_NO_SRP_AUTH',
        'REFRESH_TOKEN_AUTH',
        'USER_SRP_AUTH',
        'CUSTOM_AUTH',
        'USER_AUTH',
        'USER_AUTH',
      ]),
  ],
  [client.ClientSecretType, ({ client: app, random }) => app.secret ?? textOf(random, 30)],
  [client.ClientSecretIdType, ({ client: app, random, pool }) => random.pick([`${app.id}--1`, ...pool.secretIds])],
  [client.ClientPermissionType, ({ random }) => random.pick(attributeNames)],
  [
    client.RedirectUrlType,
    ({ random }) => random.pick(['https://example.com/a', 'http://localhost', 'app://x', 'javascript:x']),
  ],
  [
    client.ScopeType,
    ({ random }) => random.pick(['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin', 'x/y']),
  ],
  [client.ClientNameType, ({ random }) => random.pick(['web', 'a.b@c-d'])],
  [
    common.ArnType,
    ({ pool, random, operation }) =>
      random.pick([
        ...(/Tag/.test(operation) ? Array.from({ length: 9 }, () => poolArn(pool)) : []),
        poolArn(pool),
        'arn:aws:iam::000000000000:role/service',
        'arn:aws:ses:us-east-1:000000000000:identity/me@example.com',
      ]),
  ],
  [poolShapes.UserPoolNameType, ({ random }) => random.pick(['pool', 'a pool=+,.@-'])],
  [poolShapes.TagKeysType, ({ random }) => random.pick(['stage', 'owner', 'aws:x', 'Ünï'])],
  [
    schema.CustomAttributeNameType,
    ({ random }) => random.pick(['team', 'level', 'email', 'birthdate', `a${random.int(99)}`]),
  ],
  [schema.StringAttributeConstraintsType, () => ({ MinLength: '0', MaxLength: '256' })],
  [schema.NumberAttributeConstraintsType, () => ({ MinValue: '0', MaxValue: '9' })],
  [messaging.EmailVerificationMessageType, messageWithCode],
  [messaging.SmsVerificationMessageType, messageWithCode],
])

const providerNames = ['Google', 'acme', 'corp', 'Größer'] as const

/** Of every type at once, and with all endpoints, so that nobody is asked for them. */
const providerDetails = ({ random }: Scene) => ({
  client_id: 'client',
  client_secret: textOf(random, 20),
  authorize_scopes: 'openid',
  oidc_issuer: 'https://issuer.example',
  attributes_request_method: random.pick(['GET', 'POST']),
  ...Object.fromEntries(
    ['authorize_url', 'token_url', 'attributes_url', 'jwks_uri'].map((name) => [
      name,
      `https://issuer.example/${name}`,
    ]),
  ),
  private_key: 'key',
  team_id: 'team',
  key_id: 'key',
})

const identity = (scene: Scene) => {
  const { random, username } = scene
  const ProviderName = random.pick(['Cognito', 'Cognito', ...providerNames])
  const ProviderAttributeValue = ProviderName === 'Cognito' ? username : `subject${random.int(9)}`
  return { ProviderName, ProviderAttributeName: random.pick(['Cognito_Subject', 'email']), ProviderAttributeValue }
}

const pageShapes = new Set<Shape>([common.PaginationKey, common.PaginationKeyType, common.SearchPaginationTokenType])

const fits = (shape: Shape, value: unknown) => {
  const violations: unknown[] = []
  shape.read(value, '', violations as never[])
  return violations.length === 0
}

const plainText = (scene: Scene, shape: Declared): string => {
  const { random } = scene
  const { min = 0, max = 200 } = shape.options ?? {}
  const candidates = [
    'text',
    '424242',
    'https://example.com',
    'arn:aws:lambda:us-east-1:000000000000:function:x',
    'us-east-1_00000000-0000-4000-8000-000000000000',
    textOf(random, Math.max(min, 1)),
    textOf(random, Math.min(max, 2048)),
    textOf(random, random.pick([20, 40])),
  ].filter((text) => fits(shape, text))
  return candidates.length > 0 ? random.pick(candidates) : oddText(random)
}

const wholeNumber = ({ random }: Scene, { options = {} }: Declared) => {
  const { min = 0, max = 2 ** 53 - 1 } = options
  return random.pick([
    min,
    max,
    Math.min(max, min + 1),
    Math.min(max, min + 2),
    Math.floor(Math.min(min + 60, (min + max) / 2)),
  ])
}

/** How many members a structure that is not the request itself has of those that it may leave out. */
const OPTIONAL_INSIDE = 0.6

const membersOf = (scene: Scene, { members }: StructureShape, optional: number) => {
  const made: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(members)) {
    if (!isRequired(member) && !scene.random.chance(optional)) continue
    made[name] = valueFor(scene, memberShape(member))
  }
  return made
}

const valueFor = (scene: Scene, shape: Declared): unknown => {
  const { random } = scene
  if (random.chance(scene.oddness)) return oddValue(random)
  const fit = fitting.get(shape)
  if (fit) return fit(scene)
  if (shape.values) return random.pick(shape.values)
  switch (shape.type) {
    case 'string':
      return plainText(scene, shape)
    case 'integer':
      return wholeNumber(scene, shape)
    case 'double':
    case 'timestamp':
      return random.pick([0, 0.5, Date.now() / 1000, -1])
    case 'boolean':
      return random.chance(0.5)
    case 'blob':
      return Buffer.from(textOf(random, 20)).toString('base64')
    case 'list': {
      const { member, options: { min = 0 } = {} } = shape
      const length = Math.max(min, random.pick([0, 1, 1, 2, 3]))
      return Array.from({ length }, () => member && valueFor(scene, member))
    }
    case 'map': {
      const entries = Array.from({ length: random.int(3) }, () => [
        String(shape.key && valueFor(scene, shape.key)),
        shape.value && valueFor(scene, shape.value),
      ])
      return Object.fromEntries(entries)
    }
    case 'structure':
      return membersOf(scene, shape as Shape as StructureShape, OPTIONAL_INSIDE) // by its type
    case 'document':
      return oddValue(random)
  }
}

/** The input of one request, mostly valid. */
export const inputFor = (scene: Scene, shape: StructureShape): Record<string, unknown> => {
  const { random, pool, operation } = scene
  const names = Object.keys(shape.members)
  const isLarge = names.length > 15
  const input = membersOf(scene, shape, isLarge ? random.pick([0, 0.1, 0.2]) : random.pick([0.2, 0.5, 0.9]))
  const isPublic = !names.includes('UserPoolId')
  if (names.includes('SecretHash') && isPublic) {
    if (scene.client.secret === undefined) {
      if (random.chance(0.95)) delete input.SecretHash
    } else input.SecretHash = secretHash(scene.client.secret, String(input.Username), scene.client.id)
  }
  if (operation === 'SignUp' && random.chance(0.9)) input.Password ??= random.pick(PASSWORDS)
  if (names.includes('AuthParameters') && random.chance(0.95)) input.AuthParameters ??= signInParameters(scene)
  if (names.includes('Session') && scene.session && random.chance(0.95)) {
    input.Session ??= scene.session.text
    input.ChallengeResponses ??= signInParameters(scene)
  }
  if (names.includes('ClientSecret') && isPublic && scene.client.secret === undefined) delete input.ClientSecret
  const pageName = names.find((name) => {
    const member = shape.members[name]
    return member && pageShapes.has(memberShape(member))
  })
  if (pageName) {
    const own = pool.pages.filter((page) => page.operation === operation)
    const pages = random.chance(0.8) ? own : random.pick(scene.all).pages
    delete input[pageName]
    if (pages.length > 0 && random.chance(0.6)) {
      const page = random.pick(pages)
      return { ...(random.chance(0.8) && page.operation === operation ? page.input : input), [pageName]: page.token }
    }
  }
  return input
}
