import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { after, test } from 'node:test'
import {
  AdminAddUserToGroupCommand,
  ConfirmSignUpCommand,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { CognitoJwtVerifier } from 'aws-jwt-verify'
import { SMTPServer } from 'smtp-server'
import { createRoot } from '../src/flows/credentials.ts'
import { freePort } from './free-port.ts'
import { serviceError, startTestServer } from './harness.ts'

const PASSWORD = 'Correct-horse-9'

/** A mail server that keeps what it is given. */
const startMailServer = async () => {
  const mails: { from: string; to: string[]; text: string }[] = []
  const mail = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), text: Buffer.concat(chunks).toString() })
        mail.server.emit('mail')
        done()
      })
    },
  })
  const port = await freePort()
  mail.listen(port, '127.0.0.1')
  await once(mail.server, 'listening')
  const next = async () => {
    if (mails.length === 0) await once(mail.server, 'mail')
    return mails.shift()
  }
  return { port, next, close: () => new Promise<void>((resolve) => mail.close(resolve)) }
}

test('an official client makes a pool, signs a user up by e-mail, and signs in with tokens that verify', async () => {
  const mail = await startMailServer()
  const server = await startTestServer(
    {
      CENOTE_SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
      CENOTE_EMAIL_FROM: 'accounts@example.com',
      CENOTE_ISSUER: 'aws',
    },
    'serve',
  )
  after(async () => {
    await server.stop()
    await mail.close()
  })
  const root = await createRoot(server.ctx, server.ctx.store.transaction)
  const sdk = server.client('us-east-1', root as { accessKeyId: string; secretAccessKey: string })

  const { UserPool } = await sdk.send(
    new CreateUserPoolCommand({
      PoolName: 'customers',
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      VerificationMessageTemplate: { EmailSubject: 'Welcome', EmailMessage: 'Your <b>code</b> is {####}.' },
    }),
  )
  const poolId = UserPool?.Id ?? ''
  const { UserPoolClient } = await sdk.send(
    new CreateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientName: 'shop',
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  )
  const clientId = UserPoolClient?.ClientId ?? ''
  const secretHash = (name: string) =>
    createHmac('sha256', UserPoolClient?.ClientSecret ?? '')
      .update(name + clientId)
      .digest('base64')

  const signedUp = await sdk.send(
    new SignUpCommand({
      ClientId: clientId,
      SecretHash: secretHash('jane@example.com'),
      Username: 'jane@example.com',
      Password: PASSWORD,
    }),
  )
  assert.deepEqual(signedUp.CodeDeliveryDetails, {
    AttributeName: 'email',
    DeliveryMedium: 'EMAIL',
    Destination: 'j***@e***',
  })
  const message = await mail.next()
  assert.equal(message?.from, 'accounts@example.com')
  assert.deepEqual(message?.to, ['jane@example.com'])
  assert.match(message?.text ?? '', /^Subject: Welcome\r$/m)
  const code = / is (\d{6})\./.exec(message?.text ?? '')?.[1]
  assert.ok(code, message?.text)

  const signIn = () =>
    sdk.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'jane@example.com', PASSWORD, SECRET_HASH: secretHash('jane@example.com') },
      }),
    )
  await assert.rejects(signIn(), serviceError('UserNotConfirmedException'))
  await sdk.send(
    new ConfirmSignUpCommand({
      ClientId: clientId,
      SecretHash: secretHash('jane@example.com'),
      Username: 'jane@example.com',
      ConfirmationCode: code,
    }),
  )
  await sdk.send(new CreateGroupCommand({ UserPoolId: poolId, GroupName: 'gold', Precedence: 1 }))
  await sdk.send(
    new AdminAddUserToGroupCommand({ UserPoolId: poolId, GroupName: 'gold', Username: 'jane@example.com' }),
  )

  const { AuthenticationResult: tokens } = await signIn()
  const jwks = (await (await fetch(`${server.url}/${poolId}/.well-known/jwks.json`)).json()) as never
  const id = CognitoJwtVerifier.create({ userPoolId: poolId, tokenUse: 'id', clientId })
  const access = CognitoJwtVerifier.create({ userPoolId: poolId, tokenUse: 'access', clientId, groups: 'gold' })
  id.cacheJwks(jwks)
  access.cacheJwks(jwks)
  const idClaims = await id.verify(tokens?.IdToken ?? '')
  assert.equal(idClaims.email, 'jane@example.com')
  assert.equal(idClaims.email_verified, true)
  assert.equal(idClaims['cognito:username'], signedUp.UserSub)
  const accessClaims = await access.verify(tokens?.AccessToken ?? '')
  assert.equal(accessClaims.sub, signedUp.UserSub)

  const { AuthenticationResult: refreshed } = await sdk.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: tokens?.RefreshToken ?? '', SECRET_HASH: secretHash(signedUp.UserSub ?? '') },
    }),
  )
  await access.verify(refreshed?.AccessToken ?? '')
  await sdk.send(new GlobalSignOutCommand({ AccessToken: refreshed?.AccessToken }))
  await assert.rejects(
    sdk.send(new GetUserCommand({ AccessToken: tokens?.AccessToken })),
    serviceError('NotAuthorizedException', 'Access Token has been revoked'),
  )
})
