import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminDeleteSoftwareTokenCommand,
  AdminGetUserCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { PASSWORD, signIn } from '../../fixture.ts'
import { serviceError, useServer } from '../../harness.ts'
import { factors, makeMfaPool } from '../../mfa.ts'
import { missing } from '../users/fixture.ts'

const server = useServer()
const remove = (UserPoolId: string, Username: string) =>
  server.client().send(new AdminDeleteSoftwareTokenCommand({ UserPoolId, Username }))

test('takes the app away: a challenge that was asked is void, and another app can be registered', async () => {
  const { sdk, poolId, clientId, withApp, registerApp, begin, respond, code } = await makeMfaPool(
    server,
    'OPTIONAL',
    factors.totp,
  )
  const { secret } = await withApp('jane')
  const { Session } = await begin('jane')
  await remove(poolId, 'jane')
  const user = await sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'jane' }))
  assert.deepEqual([user.UserMFASettingList, user.PreferredMfaSetting], [undefined, undefined])
  await assert.rejects(
    respond('SOFTWARE_TOKEN_MFA', Session, 'jane', { SOFTWARE_TOKEN_MFA_CODE: code(secret) }),
    serviceError('NotAuthorizedException', 'Invalid session for the user.'),
  )
  await registerApp((await signIn(sdk, clientId, 'jane')).accessToken)
})

test('refusals', async (t) => {
  const { sdk, poolId, clientId } = await makeMfaPool(server, 'OPTIONAL', factors.totp)
  for (const [name, { UserPoolId, ...user }, error, message] of missing(poolId)) {
    const { Username } = { Username: 'jane', ...user }
    // The model leaves the id's form open here.
    const [type, text] =
      name === 'a malformed pool id'
        ? (['ResourceNotFoundException', `User pool ${UserPoolId} does not exist.`] as const)
        : ([error, message] as const)
    await t.test(name, () => assert.rejects(remove(UserPoolId, Username), serviceError(type, text)))
  }
  await sdk.send(new SignUpCommand({ ClientId: clientId, Username: 'new', Password: PASSWORD }))
  await t.test('a user who is not confirmed', () =>
    assert.rejects(remove(poolId, 'new'), serviceError('UserNotConfirmedException')),
  )
})
