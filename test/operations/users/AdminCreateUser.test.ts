import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminGetUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../fixture.ts'
import { seeded } from '../../fuzz/random.ts'
import { serviceError, useServer } from '../../harness.ts'
import { confirm, createUser, getUser, listOf, missing } from './fixture.ts'

const server = useServer()
const TEMPORARY = 'Temporary-1'
const DAY_MS = 24 * 60 * 60 * 1000

const create = (input: Partial<AdminCreateUserCommandInput>) =>
  server.client().send(new AdminCreateUserCommand({ UserPoolId: '', Username: 'jane', ...input }))

const tryPassword = (clientId: string, username: string, password: string) =>
  server.client().send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  )

test('answers the user, who has to change the password', async () => {
  const { poolId } = await makePool(server.client())
  const UserAttributes = listOf({ name: 'Jane', email: 'jane@example.com', email_verified: 'True' })
  const { User, $metadata } = await create({ UserPoolId: poolId, UserAttributes, ValidationData: listOf({ any: 'x' }) })
  const sub = User?.Attributes?.[0]?.Value ?? ''
  assert.match(sub, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal($metadata.httpStatusCode, 200)
  assert.deepEqual(User, {
    Username: 'jane',
    Attributes: listOf({ sub, name: 'Jane', email: 'jane@example.com', email_verified: 'true' }),
    UserCreateDate: User?.UserCreateDate,
    UserLastModifiedDate: User?.UserCreateDate,
    Enabled: true,
    UserStatus: 'FORCE_CHANGE_PASSWORD',
  })
  const read = await server.client().send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'jane' }))
  assert.deepEqual(read.UserAttributes, User.Attributes)
  assert.ok(Math.abs(Date.now() - (User.UserCreateDate?.getTime() ?? 0)) < 60_000)
})

test('invites by e-mail with a generated password, which leads to a new one', async () => {
  const { poolId, clientId } = await makePool(server.client())
  const UserAttributes = listOf({ email: 'invited@example.com' })
  await create({ UserPoolId: poolId, UserAttributes, DesiredDeliveryMediums: ['EMAIL'] })
  const [mail, ...others] = await server.inbox('invited@example.com')
  assert.deepEqual(others, [])
  assert.equal(mail?.subject, 'Your temporary password')
  const [, password = ''] = /^Your username is jane and temporary password is (\S+)\. $/.exec(mail?.body ?? '') ?? []
  const plain = password.replaceAll('&#39;', "'").replaceAll('&amp;', '&')
  const { ChallengeName } = await tryPassword(clientId, 'jane', plain)
  assert.equal(ChallengeName, 'NEW_PASSWORD_REQUIRED')
})

test('invites by SMS unless told otherwise, by both if asked, and nobody without the address', async () => {
  const { poolId } = await makePool(server.client())
  const address = (digit: number) => ({ email: `m${digit}@example.com`, phone_number: `+1555000000${digit}` })
  const rows: [AdminCreateUserCommandInput['DesiredDeliveryMediums'], Record<string, string>, string[]][] = [
    [undefined, address(1), ['SMS']],
    [[], address(2), ['SMS']],
    [['EMAIL', 'SMS'], address(3), ['EMAIL', 'SMS']],
    [['EMAIL'], address(4), ['EMAIL']],
    [undefined, { email: 'm5@example.com' }, []],
    [['EMAIL'], { phone_number: '+15550000006' }, []],
  ]
  for (const [DesiredDeliveryMediums, attributes, mediums] of rows) {
    const Username = `user${attributes.email ?? attributes.phone_number}`
    await create({ UserPoolId: poolId, Username, UserAttributes: listOf(attributes), DesiredDeliveryMediums })
    const sent = await Promise.all(Object.values(attributes).map((to) => server.inbox(to)))
    assert.deepEqual(
      sent
        .flat()
        .map(({ medium }) => medium)
        .sort(),
      mediums,
    )
  }
})

test('SUPPRESS writes to nobody', async () => {
  const { poolId } = await makePool(server.client())
  const UserAttributes = listOf({ email: 'quiet@example.com' })
  await create({ UserPoolId: poolId, UserAttributes, DesiredDeliveryMediums: ['EMAIL'], MessageAction: 'SUPPRESS' })
  assert.deepEqual(await server.inbox('quiet@example.com'), [])
})

test('an invitation that could not tell the password is not sent', async () => {
  const InviteMessageTemplate = { EmailMessage: 'Welcome, {username}.', EmailSubject: 'Welcome' }
  const { poolId } = await makePool(server.client(), { AdminCreateUserConfig: { InviteMessageTemplate } })
  const UserAttributes = listOf({ email: 'welcome@example.com' })
  await create({ UserPoolId: poolId, UserAttributes, DesiredDeliveryMediums: ['EMAIL'] })
  assert.deepEqual(await server.inbox('welcome@example.com'), [])
})

test('the temporary password ends after the days of the pool; RESEND gives another', async () => {
  const sdk = server.client()
  const Policies = { PasswordPolicy: { MinimumLength: 8, TemporaryPasswordValidityDays: 2 } }
  const { poolId, clientId } = await makePool(sdk, { Policies })
  const UserAttributes = listOf({ email: 'late@example.com' })
  await create({ UserPoolId: poolId, UserAttributes, TemporaryPassword: TEMPORARY, MessageAction: 'SUPPRESS' })
  server.travel(2 * DAY_MS - 60_000)
  assert.equal((await tryPassword(clientId, 'jane', TEMPORARY)).ChallengeName, 'NEW_PASSWORD_REQUIRED')
  server.travel(60_000)
  const expired = 'Temporary password has expired and must be reset by an administrator.'
  await assert.rejects(tryPassword(clientId, 'jane', TEMPORARY), serviceError('NotAuthorizedException', expired))

  const before = await getUser(sdk, poolId, 'jane')
  const { User } = await create({ UserPoolId: poolId, MessageAction: 'RESEND', DesiredDeliveryMediums: ['EMAIL'] })
  assert.equal(User?.UserStatus, 'FORCE_CHANGE_PASSWORD')
  assert.deepEqual(await getUser(sdk, poolId, 'jane'), before)
  const [mail] = await server.inbox('late@example.com')
  const { ChallengeName } = await tryPassword(clientId, 'jane', mail?.code ?? '')
  assert.equal(ChallengeName, 'NEW_PASSWORD_REQUIRED')
  await assert.rejects(
    tryPassword(clientId, 'jane', TEMPORARY),
    serviceError('NotAuthorizedException', 'Incorrect username or password.'),
  )
})

test('RESEND may repeat the temporary password, whatever history the pool keeps', async () => {
  const sdk = server.client()
  const Policies = { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 3 } }
  const { poolId, clientId } = await makePool(sdk, { Policies, UserPoolTier: 'ESSENTIALS' })
  const invited = { UserPoolId: poolId, TemporaryPassword: TEMPORARY }
  await create({ ...invited, MessageAction: 'SUPPRESS', UserAttributes: listOf({ email: 'again@example.com' }) })
  await create({ ...invited, MessageAction: 'RESEND', DesiredDeliveryMediums: ['EMAIL'] })
  assert.equal((await tryPassword(clientId, 'jane', TEMPORARY)).ChallengeName, 'NEW_PASSWORD_REQUIRED')
})

test('invites to an address that is as long as may be, and does not compress', async () => {
  const { poolId } = await makePool(server.client(), { AliasAttributes: ['email'] })
  const random = seeded(1)
  const letters = Array.from({ length: 2036 }, () => String.fromCharCode(0x4e00 + random.int(0x5000)))
  const email = `${letters.join('')}@example.com`
  const UserAttributes = listOf({ email, email_verified: 'true' })
  await create({ UserPoolId: poolId, UserAttributes, DesiredDeliveryMediums: ['EMAIL'] })
  assert.equal((await server.inbox()).filter(({ to }) => to === email).length, 1)
})

test('RESEND is for users who did not come yet', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  await createUser(sdk, poolId, 'jane')
  await confirm(sdk, poolId, 'jane')
  const resend = { UserPoolId: poolId, MessageAction: 'RESEND' } as const
  await assert.rejects(
    create(resend),
    serviceError('UnsupportedUserStateException', 'Resend not possible. jane status is not FORCE_CHANGE_PASSWORD'),
  )
  await assert.rejects(
    create({ ...resend, Username: 'nobody' }),
    serviceError('UserNotFoundException', 'User does not exist.'),
  )
  await assert.rejects(
    create({ ...resend, TemporaryPassword: 'short' }),
    serviceError('InvalidPasswordException', 'Password did not conform with policy: Password not long enough'),
  )
})

test('where an address names users, the user name is the sub', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk, { UsernameAttributes: ['email', 'phone_number'] })
  const { User } = await create({ UserPoolId: poolId, Username: 'by@example.com', DesiredDeliveryMediums: ['EMAIL'] })
  const jane = await getUser(sdk, poolId, 'by@example.com')
  assert.deepEqual([User?.Username, jane.username], [jane.sub, jane.sub])
  assert.deepEqual(jane.attributes, { email: 'by@example.com' })
  const [mail] = await server.inbox('by@example.com')
  assert.match(mail?.body ?? '', /^Your username is by@example\.com and/)

  const UserAttributes = listOf({ email: 'second@example.com' })
  await create({ UserPoolId: poolId, Username: '+15551234567', UserAttributes })
  assert.deepEqual(await getUser(sdk, poolId, 'second@example.com'), await getUser(sdk, poolId, '+15551234567'))
  const taken: [string, Partial<AdminCreateUserCommandInput>, string][] = [
    ['an e-mail', { Username: 'by@example.com' }, 'email'],
    ['a phone number', { Username: '+15551234567' }, 'phone_number'],
    ['the other address', { Username: '+15551230000', UserAttributes }, 'email'],
  ]
  for (const [, input, name] of taken) {
    await assert.rejects(
      create({ UserPoolId: poolId, ForceAliasCreation: true, ...input }),
      serviceError('UsernameExistsException', `An account with the given ${name} already exists.`),
    )
  }
  const same = 'User email should be empty or same as username, since username attribute is email.'
  await assert.rejects(
    create({ UserPoolId: poolId, Username: 'mine@example.com', UserAttributes }),
    serviceError('InvalidParameterException', same),
  )
  const wrong = 'Username should be either an email or a phone number.'
  await assert.rejects(create({ UserPoolId: poolId }), serviceError('InvalidParameterException', wrong))
})

test('V47a: an alias is another user’s until the request takes it, who then has it unverified', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk, { AliasAttributes: ['email'] })
  const email = { email: 'shared@example.com' }
  await createUser(sdk, poolId, 'first', { ...email, email_verified: 'true' })
  await createUser(sdk, poolId, 'unverified', email)
  const verified = { UserPoolId: poolId, UserAttributes: listOf({ ...email, email_verified: 'true' }) }
  await assert.rejects(
    create({ ...verified, Username: 'second' }),
    serviceError('UsernameExistsException', 'An account with the given email already exists.'),
  )
  assert.equal((await getUser(sdk, poolId, 'shared@example.com')).username, 'first')
  await create({ ...verified, Username: 'second', ForceAliasCreation: true, MessageAction: 'SUPPRESS' })
  assert.equal((await getUser(sdk, poolId, 'shared@example.com')).username, 'second')
  assert.deepEqual((await getUser(sdk, poolId, 'first')).attributes, { ...email, email_verified: 'false' })
})

test('a user whom a code signs in needs no password', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk, {
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
    AdminCreateUserConfig: { InviteMessageTemplate: { EmailMessage: 'Welcome, {username}.', EmailSubject: 'Welcome' } },
  })
  const UserAttributes = listOf({ email: 'code@example.com' })
  const { User } = await create({ UserPoolId: poolId, UserAttributes, DesiredDeliveryMediums: ['EMAIL'] })
  assert.equal(User?.UserStatus, 'CONFIRMED')
  assert.deepEqual(
    (await server.inbox('code@example.com')).map(({ body }) => body),
    ['Welcome, jane.'],
  )
  const withPassword = await create({ UserPoolId: poolId, Username: 'mary', TemporaryPassword: TEMPORARY })
  assert.equal(withPassword.User?.UserStatus, 'FORCE_CHANGE_PASSWORD')
  await assert.rejects(
    create({ UserPoolId: poolId, Username: 'joan' }),
    serviceError(
      'InvalidParameterException',
      'A user without a password must have an email or phone number to sign in with.',
    ),
  )
})

test('refusals', async (t) => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk, {
    AliasAttributes: ['email', 'phone_number'],
    Schema: [
      { Name: 'name', AttributeDataType: 'String', Required: true },
      { Name: 'code', AttributeDataType: 'String', StringAttributeConstraints: { MinLength: '2', MaxLength: '4' } },
    ],
  })
  await createUser(sdk, poolId, 'taken')
  const schema = 'Attributes did not conform to the schema: '
  const policy = 'Password did not conform with policy: '
  const rows: [string, Partial<AdminCreateUserCommandInput>, string, string][] = [
    ...missing(poolId)
      .filter(([name]) => name !== 'an unknown user')
      .map(([name, change, error, message]) => [name, change, error, message] as [string, object, string, string]),
    ['a name that is taken', { Username: 'taken' }, 'UsernameExistsException', 'User account already exists'],
    [
      'an e-mail for a name',
      { Username: 'jane@example.com' },
      'InvalidParameterException',
      'Username cannot be of email format, since user pool is configured for email alias.',
    ],
    [
      'a phone number for a name',
      { Username: '+15551234567' },
      'InvalidParameterException',
      'Username cannot be of phone number format, since user pool is configured for phone_number alias.',
    ],
    [
      'a short password',
      { TemporaryPassword: 'Ab1!' },
      'InvalidPasswordException',
      `${policy}Password not long enough`,
    ],
    [
      'no upper case',
      { TemporaryPassword: 'abcdefg1!' },
      'InvalidPasswordException',
      `${policy}Password must have uppercase characters`,
    ],
    [
      'no lower case',
      { TemporaryPassword: 'ABCDEFG1!' },
      'InvalidPasswordException',
      `${policy}Password must have lowercase characters`,
    ],
    [
      'no digit',
      { TemporaryPassword: 'Abcdefgh!' },
      'InvalidPasswordException',
      `${policy}Password must have numeric characters`,
    ],
    [
      'no symbol',
      { TemporaryPassword: 'Abcdefg1' },
      'InvalidPasswordException',
      `${policy}Password must have symbol characters`,
    ],
    [
      'an unknown attribute',
      { UserAttributes: listOf({ 'custom:x': '1' }) },
      'InvalidParameterException',
      `${schema}Type for attribute {custom:x} could not be determined`,
    ],
    [
      'a short value',
      { UserAttributes: listOf({ birthdate: '1.1.2000' }) },
      'InvalidParameterException',
      `${schema}birthdate: String must be no shorter than 10 characters\n`,
    ],
    [
      'two bad values',
      { UserAttributes: listOf({ birthdate: '1', 'custom:code': '12345' }) },
      'InvalidParameterException',
      `${schema}birthdate: String must be no shorter than 10 characters\ncustom:code: String must be no longer than 4 characters\n`,
    ],
    [
      'no e-mail address',
      { UserAttributes: listOf({ email: 'jane' }) },
      'InvalidParameterException',
      'Invalid email address format.',
    ],
    [
      'no phone number',
      { UserAttributes: listOf({ phone_number: '555' }) },
      'InvalidParameterException',
      'Invalid phone number format.',
    ],
    [
      'a flag without an address',
      { UserAttributes: listOf({ email_verified: 'true' }) },
      'InvalidParameterException',
      'Email is required to verify/un-verify an email',
    ],
    [
      'an unknown action',
      { MessageAction: 'CALL' as 'RESEND' },
      'InvalidParameterException',
      "1 validation error detected: Value 'CALL' at 'messageAction' failed to satisfy constraint: Member must satisfy enum value set: [SUPPRESS, RESEND]",
    ],
  ]
  for (const [name, change, error, message] of rows) {
    await t.test(name, () => assert.rejects(create({ UserPoolId: poolId, ...change }), serviceError(error, message)))
  }
  await assert.rejects(getUser(sdk, poolId, 'jane'), serviceError('UserNotFoundException'))
})

test('V14: nobody chooses a sub, an identity or what the pool does not have', async () => {
  const { poolId } = await makePool(server.client())
  for (const name of ['sub', 'identities', 'custom:role', 'dev:custom:role', 'cognito:user_status', 'cognito:groups']) {
    const UserAttributes = listOf({ [name]: 'x' })
    await assert.rejects(create({ UserPoolId: poolId, UserAttributes }), serviceError('InvalidParameterException'))
  }
})

test('V46: names that are canonically the same are one name, names that only look alike are two', async () => {
  const sdk = server.client()
  const composed = 'ren\u00e9'
  const pairs: [boolean, string, string, boolean][] = [
    [true, composed, composed.normalize('NFD'), false],
    [true, 'jane', 'Jane', true],
    [false, 'jane', 'JANE', false],
    [false, composed, composed.toUpperCase().normalize('NFD'), false],
    [false, 'mike', 'm\u0131ke', true],
    [false, 'fi', '\ufb01', true],
  ]
  for (const [CaseSensitive, one, other, both] of pairs) {
    const { poolId } = await makePool(sdk, { UsernameConfiguration: { CaseSensitive } })
    const sub = await createUser(sdk, poolId, one)
    const second = createUser(sdk, poolId, other)
    if (both) assert.notEqual(await second, sub)
    else await assert.rejects(second, serviceError('UsernameExistsException', 'User account already exists'))
    assert.equal((await getUser(sdk, poolId, one)).sub, sub)
  }
})

test('V46: the sub of a user is a name for nobody else', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk, { AliasAttributes: ['preferred_username'] })
  const sub = await createUser(sdk, poolId, 'jane')
  await assert.rejects(
    createUser(sdk, poolId, sub),
    serviceError('UsernameExistsException', 'User account already exists'),
  )
  await assert.rejects(
    createUser(sdk, poolId, 'mary', { preferred_username: sub }),
    serviceError('UsernameExistsException', 'An account with the given preferred_username already exists.'),
  )
  assert.equal((await getUser(sdk, poolId, sub)).username, 'jane')
})

test('V60: names of JavaScript are names like others', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk)
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    await createUser(sdk, poolId, name)
    assert.equal((await getUser(sdk, poolId, name)).username, name)
    await assert.rejects(
      create({ UserPoolId: poolId, UserAttributes: [{ Name: name, Value: 'x' }] }),
      serviceError('InvalidParameterException'),
    )
    await createUser(sdk, poolId, `with-${name}`, {}, { ClientMetadata: { constructor: 'x', toString: 'y' } as never })
  }
  assert.equal(({} as Record<string, unknown>).x, undefined)
})

test('of parallel requests for one name, one succeeds', async () => {
  const sdk = server.client()
  const { poolId } = await makePool(sdk, { UsernameAttributes: ['email'] })
  const requests = Array.from({ length: 8 }, () => createUser(sdk, poolId, 'race@example.com'))
  const settled = await Promise.allSettled(requests)
  const failures = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  assert.equal(failures.length, 7)
  for (const failure of failures) {
    serviceError('UsernameExistsException', 'An account with the given email already exists.')(failure)
  }
  const [winner] = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  assert.equal((await getUser(sdk, poolId, 'race@example.com')).sub, winner)
})
