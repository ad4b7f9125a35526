import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmSignUpCommand,
  type CreateUserPoolCommandInput,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { claimsOf, makePool, makeUser, PASSWORD, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'

const server = useServer()
let count = 0

const fixture = async (pool: Partial<CreateUserPoolCommandInput> = {}) => {
  const sdk = server.client()
  const made = await makePool(sdk, { AutoVerifiedAttributes: ['email'], ...pool })
  const UserPoolId = made.poolId
  const verified = (email: string) => ({ email, email_verified: 'true' })
  return {
    ...made,
    sdk,
    /** Addresses of this test alone. */
    mark: ++count,
    verified,
    state: (Username: string) => sdk.send(new AdminGetUserCommand({ UserPoolId, Username })),
    update: (AccessToken: string, Name: string, Value: string) =>
      sdk.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value }] })),
    signUp: (Username: string, email?: string) =>
      sdk.send(
        new SignUpCommand({
          ClientId: made.clientId,
          Username,
          Password: PASSWORD,
          ...(email && { UserAttributes: [{ Name: 'email', Value: email }] }),
        }),
      ),
    confirm: (Username: string, ConfirmationCode: string, ForceAliasCreation = false) =>
      sdk.send(new ConfirmSignUpCommand({ ClientId: made.clientId, Username, ConfirmationCode, ForceAliasCreation })),
  }
}

describe('V46: nobody is found under a name that is another’s', () => {
  test('a preferred username cannot pass for an address that signs in', async () => {
    const AliasAttributes = ['email' as const, 'phone_number' as const, 'preferred_username' as const]
    const { sdk, poolId, clientId, mark, update, signUp, confirm } = await fixture({ AliasAttributes })
    await makeUser(sdk, poolId, 'mallory')
    const { accessToken } = await signIn(sdk, clientId, 'mallory')
    const victim = `victim${mark}@example.com`
    for (const name of [victim, victim.toUpperCase(), '+15551234567']) {
      await assert.rejects(update(accessToken, 'preferred_username', name), serviceError('InvalidParameterException'))
    }
    await assert.rejects(
      sdk.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: poolId,
          Username: 'mallory',
          UserAttributes: [{ Name: 'preferred_username', Value: victim }],
        }),
      ),
      serviceError('InvalidParameterException'),
    )
    await update(accessToken, 'preferred_username', 'Mal')
    await signUp('victim', victim)
    await confirm('victim', await server.code(victim))
    assert.equal(claimsOf((await signIn(sdk, clientId, victim)).idToken)['cognito:username'], 'victim')
  })

  test('nor can anybody be called by the hash that stands for a long name', async () => {
    const { sdk, poolId, clientId, update } = await fixture({ AliasAttributes: ['preferred_username'] })
    await makeUser(sdk, poolId, 'victim')
    const long = 'v'.repeat(2048)
    const hash = `sha256:${createHash('sha256').update(long).digest('base64url')}`
    await makeUser(sdk, poolId, hash)
    const { accessToken } = await signIn(sdk, clientId, 'victim')
    await update(accessToken, 'preferred_username', long)
    assert.equal(claimsOf((await signIn(sdk, clientId, long)).idToken)['cognito:username'], 'victim')
    assert.equal(claimsOf((await signIn(sdk, clientId, hash)).idToken)['cognito:username'], hash)
  })

  test('names of 2048 characters that differ in the last one are two', async () => {
    const { sdk, poolId, clientId, update } = await fixture({ AliasAttributes: ['preferred_username'] })
    const aliases = ['a', 'b'].map((end) => 'x'.repeat(2047) + end)
    for (const [index, alias] of aliases.entries()) {
      await makeUser(sdk, poolId, `user${index}`)
      await update((await signIn(sdk, clientId, `user${index}`)).accessToken, 'preferred_username', alias)
    }
    for (const [index, alias] of aliases.entries()) {
      assert.equal(claimsOf((await signIn(sdk, clientId, alias)).idToken)['cognito:username'], `user${index}`)
    }
  })

  test('twins of Unicode and case reach the one user, and look-alikes reach nobody', async () => {
    const { sdk, poolId, clientId } = await fixture({ UsernameConfiguration: { CaseSensitive: false } })
    await makeUser(sdk, poolId, 'mik\u00e9')
    for (const twin of ['mike\u0301', 'MIK\u00c9', '\u004dI\u212aE\u0301']) await signIn(sdk, clientId, twin)
    for (const other of ['m\u0131k\u00e9', 'mike', 'm\u0456k\u00e9', '\uff4dik\u00e9']) {
      await assert.rejects(signIn(sdk, clientId, other), serviceError('UserNotFoundException'))
    }
    for (const taken of ['mike\u0301', 'MIK\u00c9']) {
      await assert.rejects(makeUser(sdk, poolId, taken), serviceError('UsernameExistsException'))
    }
  })

  test('a preferred username is no way to a user name, a sub or an address of another', async () => {
    const { sdk, poolId, clientId, mark, update, state, verified } = await fixture({
      AliasAttributes: ['email', 'preferred_username'],
    })
    await makeUser(sdk, poolId, 'victim', verified(`owner${mark}@example.com`))
    await makeUser(sdk, poolId, 'mallory')
    const { accessToken } = await signIn(sdk, clientId, 'mallory')
    const sub = (await state('victim')).UserAttributes?.find(({ Name }) => Name === 'sub')?.Value ?? ''
    for (const name of ['victim', sub]) {
      await assert.rejects(update(accessToken, 'preferred_username', name), serviceError('AliasExistsException'))
    }
  })
})

describe('V47a: alias take-over', () => {
  test('the codes of the former owner are void, so that the alias does not come back to them', async () => {
    const { sdk, poolId, clientId, mark, verified, signUp, confirm, state } = await fixture({
      AliasAttributes: ['email'],
    })
    const email = `shared${mark}@example.com`
    await makeUser(sdk, poolId, 'former', verified(email))
    const { accessToken: AccessToken } = await signIn(sdk, clientId, 'former')
    await sdk.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' }))
    const kept = await server.code(email)
    await signUp('owner', email)
    const code = await server.code(email)
    await assert.rejects(confirm('owner', code), serviceError('AliasExistsException'))
    await confirm('owner', code, true)
    assert.equal((await state('former')).UserAttributes?.find(({ Name }) => Name === 'email_verified')?.Value, 'false')
    assert.equal(claimsOf((await signIn(sdk, clientId, 'former')).idToken).email_verified, false)
    await sdk.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: poolId,
        Username: 'owner',
        UserAttributes: [{ Name: 'email', Value: `else${mark}@example.com` }],
      }),
    )
    await assert.rejects(
      sdk.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code: kept })),
      serviceError('ExpiredCodeException'),
    )
    await assert.rejects(signIn(sdk, clientId, email), serviceError('UserNotFoundException'))
  })

  test('the former owner cannot reset a password by it, nor set the new owner’s', async () => {
    const { sdk, poolId, clientId, mark, verified } = await fixture({ AliasAttributes: ['email'] })
    const email = `moved${mark}@example.com`
    await makeUser(sdk, poolId, 'former', verified(email))
    await sdk.send(new ForgotPasswordCommand({ ClientId: clientId, Username: 'former' }))
    await sdk.send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username: 'owner',
        UserAttributes: Object.entries(verified(email)).map(([Name, Value]) => ({ Name, Value })),
        ForceAliasCreation: true,
        MessageAction: 'SUPPRESS',
      }),
    )
    await assert.rejects(
      sdk.send(new ForgotPasswordCommand({ ClientId: clientId, Username: 'former' })),
      serviceError('InvalidParameterException'),
    )
  })

  test('a sign-up with the address of another takes nothing before its code, whatever it forces', async () => {
    const { sdk, poolId, clientId, mark, verified, signUp, confirm } = await fixture({ AliasAttributes: ['email'] })
    const email = `kept${mark}@example.com`
    await makeUser(sdk, poolId, 'owner', verified(email))
    await signUp('mallory', email)
    const code = await server.code(email)
    const wrong = code === '000000' ? '000001' : '000000'
    await assert.rejects(confirm('mallory', wrong, true), serviceError('CodeMismatchException'))
    assert.equal(claimsOf((await signIn(sdk, clientId, email)).idToken)['cognito:username'], 'owner')
  })
})
