/** Scopes of resource servers on clients, and clients that get tokens on their own account: new ones and updated ones. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  type CreateUserPoolClientCommandInput,
  DeleteResourceServerCommand,
  DescribeUserPoolClientCommand,
  type ExplicitAuthFlowsType,
  UpdateResourceServerCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { createServer, scopes } from '../resource-servers/fixture.ts'
import { createClient, createPool } from './pool.ts'
import type { Settings } from './refusals.ts'

/** Documented, though the SDK does not know it. */
const CLIENT_TOKEN = 'ALLOW_CLIENT_TOKEN_AUTH' as ExplicitAuthFlowsType
const OAUTH = { AllowedOAuthFlowsUserPoolClient: true, CallbackURLs: ['https://example.com'] }
const MACHINE: Settings = { AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ['client_credentials'] }
const URL_SCOPE = 'https://api.example.com/v1//read'

let poolId = ''
const server = useServer({}, 'dev', async (started) => {
  poolId = await createPool(started)
  await createServer(started.client(), poolId)
  await createServer(started.client(), poolId, { Identifier: 'https://api.example.com/v1/', Scopes: scopes('read') })
})

type Secret = Pick<CreateUserPoolClientCommandInput, 'GenerateSecret'>

/** The two ways to a client with these settings. */
const ways: Record<string, (settings: Settings, secret?: Secret) => ReturnType<typeof createClient>> = {
  'a creation': (settings, secret) => createClient(server, poolId, { ...secret, ...settings }),
  'an update': async (settings, secret) => {
    const { ClientId } = await createClient(server, poolId, secret)
    const command = new UpdateUserPoolClientCommand({ UserPoolId: poolId, ClientId, ...settings })
    return (await server.client().send(command)).UserPoolClient ?? {}
  },
}

const describe = async (ClientId: string | undefined) =>
  (await server.client().send(new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId }))).UserPoolClient ?? {}

const kept: [string, Settings][] = [
  [
    'a custom scope beside those of users',
    { ...OAUTH, AllowedOAuthFlows: ['code'], AllowedOAuthScopes: ['openid', 'api/read'] },
  ],
  ['scopes of several resource servers', { ...MACHINE, AllowedOAuthScopes: ['api/write', URL_SCOPE] }],
  ['the scope that registers clients', { ...MACHINE, AllowedOAuthScopes: ['aws.cognito/dcr/register', 'api/read'] }],
  ['client tokens alone', { ExplicitAuthFlows: [CLIENT_TOKEN], AllowedOAuthScopes: ['api/read'] }],
  [
    'client tokens beside client_credentials',
    { ...MACHINE, ExplicitAuthFlows: [CLIENT_TOKEN], AllowedOAuthScopes: ['api/read', 'api/write'] },
  ],
]

const SCOPE = 'ScopeDoesNotExistException'
const refused: [string, Settings, Secret, string, string][] = [
  ...[
    'other/read',
    'api/admin',
    'api',
    'api/',
    '/read',
    'API/read',
    'api/Read',
    'read',
    'https://api.example.com/v1/read',
    'aws.cognito/dcr/other',
    'aws.cognito/dcr',
  ].map((scope): [string, Settings, Secret, string, string] => [
    `the scope ${scope}`,
    { AllowedOAuthScopes: ['api/read', scope] },
    {},
    SCOPE,
    `Invalid scope requested: ${scope}`,
  ]),
  [
    'V33: 51 scopes',
    { AllowedOAuthScopes: Array.from({ length: 51 }, () => 'api/read') },
    {},
    'InvalidParameterException',
    `1 validation error detected: Value '[${Array.from({ length: 51 }, () => 'api/read').join(', ')}]' at 'allowedOAuthScopes' failed to satisfy constraint: Member must have length less than or equal to 50`,
  ],
  [
    "users' scopes with client_credentials",
    { ...MACHINE, AllowedOAuthScopes: ['api/read', 'aws.cognito.signin.user.admin'] },
    { GenerateSecret: true },
    'InvalidOAuthFlowException',
    'aws.cognito.signin.user.admin is not supported with client_credentials flow',
  ],
  [
    'client tokens beside sign-ins of users',
    { ExplicitAuthFlows: [CLIENT_TOKEN, 'ALLOW_USER_SRP_AUTH'] },
    { GenerateSecret: true },
    'InvalidParameterException',
    'ALLOW_CLIENT_TOKEN_AUTH cannot be used with other auth flows.',
  ],
  [
    'client tokens beside legacy flows',
    { ExplicitAuthFlows: [CLIENT_TOKEN, 'USER_PASSWORD_AUTH'] },
    { GenerateSecret: true },
    'InvalidParameterException',
    "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.",
  ],
  [
    'client tokens without a secret',
    { ExplicitAuthFlows: [CLIENT_TOKEN] },
    {},
    'InvalidParameterException',
    'ALLOW_CLIENT_TOKEN_AUTH can not be selected if client does not have a client secret.',
  ],
]

for (const [way, make] of Object.entries(ways)) {
  suite(`${way} keeps`, () => {
    for (const [name, settings] of kept) {
      test(name, async () => {
        const made = await make(settings, { GenerateSecret: true })
        assert.deepEqual(await describe(made.ClientId), made)
        for (const [member, value] of Object.entries(settings)) {
          assert.deepEqual(made[member as keyof typeof made], value, member)
        }
      })
    }
  })

  suite(`${way} refuses`, () => {
    for (const [name, settings, secret, error, message] of refused) {
      test(name, () => assert.rejects(make(settings, secret), serviceError(error, message)))
    }
  })
}

test("V33: another pool's scope", async () => {
  const other = await createPool(server)
  await assert.rejects(
    createClient(server, other, { AllowedOAuthScopes: ['api/read'] }),
    serviceError(SCOPE, 'Invalid scope requested: api/read'),
  )
})

test('a scope that is gone stays on clients, and is refused when it is stated again', async () => {
  const sdk = server.client()
  const own = await createPool(server)
  await createServer(sdk, own)
  const settings = { AllowedOAuthScopes: ['api/read', 'api/write'] }
  const { ClientId } = await createClient(server, own, settings)
  const update = () => sdk.send(new UpdateUserPoolClientCommand({ UserPoolId: own, ClientId, ...settings }))
  const gone = serviceError(SCOPE, 'Invalid scope requested: api/write')
  const change = { UserPoolId: own, Identifier: 'api', Name: 'An API' }
  await sdk.send(new UpdateResourceServerCommand({ ...change, Scopes: scopes('read') }))
  await assert.rejects(update(), gone)
  await sdk.send(new UpdateResourceServerCommand({ ...change, Scopes: scopes('read', 'write') }))
  await update()
  await sdk.send(new DeleteResourceServerCommand({ UserPoolId: own, Identifier: 'api' }))
  await assert.rejects(update(), serviceError(SCOPE, 'Invalid scope requested: api/read'))
})
