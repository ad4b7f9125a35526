import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  AdminDeleteUserCommand,
  AdminLinkProviderForUserCommand,
  type AdminLinkProviderForUserCommandInput,
  AdminUpdateUserAttributesCommand,
  GetUserCommand,
  ListUsersCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makePool, makeUser, PASSWORD, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { accepted, addExternalUser, createProvider, createSaml, identitiesOf, link, requiredMember } from './fixture.ts'

const server = useServer()
const IPE = 'InvalidParameterException'

const start = async () => {
  const sdk = server.client()
  const pool = await makePool(sdk)
  await createProvider(sdk, pool.poolId, { AttributeMapping: { email: 'mail' } })
  await createProvider(sdk, pool.poolId, {
    ProviderName: 'Google',
    ProviderType: 'Google',
    ProviderDetails: accepted.Google,
    AttributeMapping: { email: 'email' },
  })
  await makeUser(sdk, pool.poolId, 'jane', { email: 'jane@example.com' })
  return { sdk, ...pool }
}

test('links show as attribute and claim, and the user stays who it is', async () => {
  const { sdk, poolId, clientId } = await start()
  await createSaml(sdk, poolId)
  const before = claimsOf((await signIn(sdk, clientId, 'jane')).idToken)
  assert.equal(before.identities, undefined)
  const at: number[] = []
  await server.freeze(async () => {
    for (const [provider, attribute, value] of [
      ['Google', 'Cognito_Subject', '1093'],
      ['Corp', 'Cognito_Subject', 'Jane@Corp'],
      ['Acme', 'email', 'jane@acme.example'],
    ] as const) {
      const { $metadata, ...answer } = await link(sdk, poolId, 'jane', value, {
        ProviderName: provider,
        ProviderAttributeName: attribute,
      })
      assert.deepEqual(answer, {})
      at.push(server.ctx.now())
      server.travel(5)
    }
  })
  const entry = (index: number, userId: string, provider: string, type: string, issuer: string | null = null) => ({
    userId,
    providerName: provider,
    providerType: type,
    issuer,
    primary: false,
    dateCreated: at[index],
  })
  const expected = [
    entry(0, '1093', 'Google', 'Google'),
    entry(1, 'Jane@Corp', 'Corp', 'SAML', 'https://idp.example/entity'),
    entry(2, 'jane@acme.example', 'Acme', 'OIDC'),
  ]
  assert.deepEqual(await identitiesOf(sdk, poolId, 'jane'), expected)

  const { accessToken, idToken } = await signIn(sdk, clientId, 'jane')
  const claims = claimsOf(idToken)
  assert.equal(claims.sub, before.sub)
  assert.deepEqual(
    claims.identities,
    expected.map((one) => ({ ...one, primary: 'false', dateCreated: String(one.dateCreated) })),
  )
  assert.equal(claimsOf(accessToken).identities, undefined)
  const { UserAttributes } = await sdk.send(new GetUserCommand({ AccessToken: accessToken }))
  assert.deepEqual(JSON.parse(UserAttributes?.find(({ Name }) => Name === 'identities')?.Value ?? ''), expected)
  const { Users } = await sdk.send(new ListUsersCommand({ UserPoolId: poolId, AttributesToGet: ['identities'] }))
  assert.deepEqual(JSON.parse(Users?.[0]?.Attributes?.[0]?.Value ?? ''), expected)
})

test('a user of a provider takes links, too', async () => {
  const { sdk, poolId } = await start()
  const username = await addExternalUser(server, poolId, 'Google', 'Google', '77')
  const input: AdminLinkProviderForUserCommandInput = {
    UserPoolId: poolId,
    DestinationUser: { ProviderName: 'Google', ProviderAttributeName: 'ignored', ProviderAttributeValue: '77' },
    SourceUser: { ProviderName: 'Acme', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: 's' },
  }
  await sdk.send(new AdminLinkProviderForUserCommand(input))
  const shown = (await identitiesOf(sdk, poolId, username)).map((one: Record<string, unknown>) => [
    one.providerName,
    one.userId,
    one.primary,
  ])
  assert.deepEqual(shown, [
    ['Google', '77', true],
    ['Acme', 's', false],
  ])
})

suite('an identity is one user', () => {
  test('the same link again, another user, one who has signed up', async () => {
    const { sdk, poolId } = await start()
    await makeUser(sdk, poolId, 'john')
    await link(sdk, poolId, 'jane', 's')
    await assert.rejects(
      link(sdk, poolId, 'jane', 's'),
      serviceError(IPE, 'SourceUser is already linked to DestinationUser'),
    )
    await assert.rejects(
      link(sdk, poolId, 'john', 's'),
      serviceError('AliasExistsException', 'SourceUser is already linked to another user.'),
    )
    await addExternalUser(server, poolId, 'Google', 'Google', '77')
    await assert.rejects(
      link(sdk, poolId, 'john', '77', { ProviderName: 'Google' }),
      serviceError(
        IPE,
        'Merging is not currently supported, provide a SourceUser that has not been signed up in order to link',
      ),
    )
    assert.equal(await identitiesOf(sdk, poolId, 'john'), undefined)
  })

  test('V48: by provider and subject to the letter, whatever else it shares', async () => {
    const { sdk, poolId } = await start()
    await makeUser(sdk, poolId, 'john')
    await link(sdk, poolId, 'jane', 'S')
    for (const [subject, ProviderName] of [
      ['s', 'Acme'],
      ['S', 'Google'],
      ['S ', 'Acme'],
      ['Ｓ', 'Acme'],
    ] as const) {
      await link(sdk, poolId, 'john', subject, { ProviderName })
    }
    await link(sdk, poolId, 'john', 'S', { ProviderAttributeName: 'email' })
    const find = (userId: string) =>
      server.ctx.store.linkedIdentities.find({ poolId, provider: 'Acme', attribute: 'Cognito_Subject', userId })
    const [upper, lower] = [await find('S'), await find('s')]
    assert.ok(upper && lower && upper.sub !== lower.sub)
  })

  test('in parallel as well, and in each pool', async () => {
    const { sdk, poolId } = await start()
    const other = await start()
    const names = ['u1', 'u2', 'u3', 'u4']
    for (const name of names) await makeUser(sdk, poolId, name)
    const settled = await Promise.allSettled(names.map((name) => link(sdk, poolId, name, 'wanted')))
    assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 1)
    for (const one of settled) if (one.status === 'rejected') serviceError('AliasExistsException')(one.reason)
    const shown = await Promise.all(names.map((name) => identitiesOf(sdk, poolId, name)))
    assert.equal(shown.filter((one) => one !== undefined).length, 1)
    await link(other.sdk, other.poolId, 'jane', 'wanted')
  })

  test('until its user is deleted', async () => {
    const { sdk, poolId } = await start()
    await link(sdk, poolId, 'jane', 's')
    await sdk.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: 'jane' }))
    await makeUser(sdk, poolId, 'jane')
    assert.equal(await identitiesOf(sdk, poolId, 'jane'), undefined)
    await link(sdk, poolId, 'jane', 's')
  })
})

test('five links and no sixth, in parallel either', async () => {
  const { sdk, poolId } = await start()
  const settled = await Promise.allSettled(
    Array.from({ length: 7 }, (_, index) => link(sdk, poolId, 'jane', `s${index}`)),
  )
  const late = settled.filter((one) => one.status === 'rejected')
  assert.equal((await identitiesOf(sdk, poolId, 'jane')).length, 7 - late.length)
  assert.ok(late.length >= 2)
  await Promise.allSettled(Array.from({ length: 3 }, (_, index) => link(sdk, poolId, 'jane', `t${index}`)))
  assert.equal((await identitiesOf(sdk, poolId, 'jane')).length, 5)
  await assert.rejects(
    link(sdk, poolId, 'jane', 'u'),
    serviceError('LimitExceededException', 'A user cannot have more than 5 linked identities.'),
  )
})

test('V14: nobody writes identities as an attribute', async () => {
  const { sdk, poolId, clientId } = await start()
  await link(sdk, poolId, 'jane', 's')
  const before = await identitiesOf(sdk, poolId, 'jane')
  const UserAttributes = [{ Name: 'identities', Value: '[]' }]
  const { accessToken } = await signIn(sdk, clientId, 'jane', PASSWORD)
  await assert.rejects(
    sdk.send(new UpdateUserAttributesCommand({ AccessToken: accessToken, UserAttributes })),
    serviceError('NotAuthorizedException'),
  )
  const input = { UserPoolId: poolId, Username: 'jane' }
  await assert.rejects(sdk.send(new AdminUpdateUserAttributesCommand({ ...input, UserAttributes })), serviceError(IPE))
  await sdk.send(new AdminUpdateUserAttributesCommand({ ...input, UserAttributes: [{ Name: 'name', Value: 'Jane' }] }))
  assert.deepEqual(await identitiesOf(sdk, poolId, 'jane'), before)
})

test('refusals', async (t) => {
  const { sdk, poolId } = await start()
  const DestinationUser = { ProviderName: 'Cognito', ProviderAttributeValue: 'jane' }
  const SourceUser = { ProviderName: 'Acme', ProviderAttributeName: 'Cognito_Subject', ProviderAttributeValue: 's' }
  const source = (change: object) => ({ SourceUser: { ...SourceUser, ...change } })
  const destination = (change: object) => ({ DestinationUser: { ...DestinationUser, ...change } })
  const unknownPool = (id: string) => `User pool ${id} does not exist.`
  const rows: [string, Partial<AdminLinkProviderForUserCommandInput>, string, string][] = [
    ['an unknown pool', { UserPoolId: 'x_y' }, 'ResourceNotFoundException', unknownPool('x_y')],
    ['a pool that is none', { UserPoolId: 'a b' }, 'ResourceNotFoundException', unknownPool('a b')],
    ['no pool', { UserPoolId: undefined }, IPE, requiredMember('userPoolId')],
    ['no destination', { DestinationUser: undefined }, IPE, requiredMember('destinationUser')],
    ['no source', { SourceUser: undefined }, IPE, requiredMember('sourceUser')],
    [
      'an unknown user',
      destination({ ProviderAttributeValue: 'nobody' }),
      'UserNotFoundException',
      'User does not exist.',
    ],
    [
      'an unknown user of a provider',
      destination({ ProviderName: 'Google', ProviderAttributeValue: '1' }),
      'UserNotFoundException',
      'User does not exist.',
    ],
    [
      'a user of a provider that there is not',
      destination({ ProviderName: 'Nobody' }),
      'UserNotFoundException',
      'User does not exist.',
    ],
    [
      'no user name',
      destination({ ProviderAttributeValue: undefined }),
      IPE,
      'DestinationUser.ProviderAttributeValue must not be empty.',
    ],
    ['no provider', source({ ProviderName: undefined }), IPE, 'SourceUser.ProviderName must not be empty.'],
    ['no attribute', source({ ProviderAttributeName: '' }), IPE, 'SourceUser.ProviderAttributeName must not be empty.'],
    ['no subject', source({ ProviderAttributeValue: '' }), IPE, 'SourceUser.ProviderAttributeValue must not be empty.'],
    [
      'an unknown provider',
      source({ ProviderName: 'Nobody' }),
      'ResourceNotFoundException',
      'Identity provider Nobody does not exist.',
    ],
    [
      'a user of the pool as the source',
      source({ ProviderName: 'Cognito' }),
      IPE,
      'Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a DestinationUser',
    ],
    ...['name', 'username', 'sub', '__proto__', 'constructor'].map(
      (name): [string, Partial<AdminLinkProviderForUserCommandInput>, string, string] => [
        `the attribute ${name}, which is not mapped`,
        source({ ProviderAttributeName: name }),
        IPE,
        `Invalid ProviderAttributeName: ${name}`,
      ],
    ),
    [
      'an attribute of a social provider, mapped or not',
      source({ ProviderName: 'Google', ProviderAttributeName: 'email' }),
      IPE,
      'Invalid ProviderAttributeName: email',
    ],
    ...['a\r\nb', 'a\u0085b', 'x'.repeat(2049)].map(
      (value): [string, Partial<AdminLinkProviderForUserCommandInput>, string, string] => [
        `V46: the subject ${JSON.stringify(value.slice(0, 5))}`,
        source({ ProviderAttributeValue: value }),
        IPE,
        'Invalid ProviderAttributeValue.',
      ],
    ),
  ]
  for (const [name, change, error, message] of rows) {
    const input = { UserPoolId: poolId, DestinationUser, SourceUser, ...change }
    await t.test(name, () =>
      assert.rejects(sdk.send(new AdminLinkProviderForUserCommand(input)), serviceError(error, message)),
    )
  }
  assert.equal(await identitiesOf(sdk, poolId, 'jane'), undefined)
})
