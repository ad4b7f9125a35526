import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DeleteUserPoolDomainCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { makeAuthenticator } from '../../webauthn.ts'
import { makePasskeyPool } from '../passkeys/fixture.ts'
import { createDomain, custom } from './fixture.ts'

const server = useServer()

test("passkeys sign for the pool's domain where it names no relying party", async () => {
  const pool = await makePasskeyPool(server, { UserVerification: 'preferred' })
  const token = await pool.signedIn('jane')
  await assert.rejects(pool.start(token), serviceError('WebAuthnConfigurationMissingException'))

  const { domain } = await createDomain(pool.sdk, pool.poolId)
  const rpId = `${domain}.auth.localhost`
  const passkey = await pool.register(token, makeAuthenticator({ rpId, origin: `http://${rpId}:9230` }))
  const challenge = async () => {
    const AuthParameters = { USERNAME: 'jane', PREFERRED_CHALLENGE: 'WEB_AUTHN' }
    return pool.sdk.send(new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'USER_AUTH', AuthParameters }))
  }
  const { Session, ChallengeParameters } = await challenge()
  const options = JSON.parse(ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '{}')
  assert.equal(options.rpId, rpId)
  const { AuthenticationResult } = await pool.sdk.send(
    new RespondToAuthChallengeCommand({
      ClientId: pool.clientId,
      ChallengeName: 'WEB_AUTHN',
      Session,
      ChallengeResponses: { USERNAME: 'jane', CREDENTIAL: JSON.stringify(passkey.get(options)) },
    }),
  )
  assert.ok(AuthenticationResult?.AccessToken)

  // A custom domain takes its place, and passkeys of the prefix cannot sign in.
  await createDomain(pool.sdk, pool.poolId, { Domain: 'auth.example.com', CustomDomainConfig: custom })
  assert.equal(((await pool.start(token)) as unknown as { rp: { id: string } }).rp.id, 'auth.example.com')
  assert.notEqual((await challenge()).ChallengeName, 'WEB_AUTHN')

  // What the pool says itself goes before both.
  await pool.configure({ RelyingPartyId: rpId })
  assert.equal((await challenge()).ChallengeName, 'WEB_AUTHN')

  for (const Domain of [domain, 'auth.example.com']) {
    await pool.sdk.send(new DeleteUserPoolDomainCommand({ UserPoolId: pool.poolId, Domain }))
  }
  await pool.configure({ UserVerification: 'preferred' })
  await assert.rejects(pool.start(token), serviceError('WebAuthnConfigurationMissingException'))
})
