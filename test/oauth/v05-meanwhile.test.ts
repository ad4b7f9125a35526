/** Tokens that are being made from a session of a browser while something happens to its user. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { issueTokens } from '../../src/flows/authorization/grant.ts'
import { findSsoSession } from '../../src/flows/sso/session.ts'
import { readParameters } from '../../src/oauth/message.ts'
import { readAuthorization } from '../../src/oauth/request.ts'
import { serviceError, useServer } from '../harness.ts'
import { authorizeUrl, Browser, jane, makeSite, type Site } from './site.ts'

const server = useServer()
const origin = { ipAddress: '127.0.0.1', userAgent: undefined }

/** The request of an implicit client, and the session that it is to be answered from. */
const underWay = async (site: Site) => {
  const browser = new Browser(server)
  const url = authorizeUrl(server, site, { response_type: 'token' })
  await browser.signIn(url)
  const read = readParameters(new URL(url).search)
  const request = { ...read, authorization: undefined, host: 'localhost', origin, requestId: 'r' }
  const authorization = await readAuthorization(server.ctx, request)
  const standing = await findSsoSession(server.ctx, authorization.pool, browser.cookies.get(`cognito.${site.poolId}`))
  assert.ok(standing)
  return () => issueTokens(server.ctx, authorization, standing, { origin, metadata: undefined })
}

const changes: Readonly<Record<string, (site: Site) => Promise<unknown>>> = {
  disabled: (site) => site.sdk.send(new AdminDisableUserCommand(jane(site))),
  'signed out': (site) => site.sdk.send(new AdminUserGlobalSignOutCommand(jane(site))),
  'told to reset the password': (site) => site.sdk.send(new AdminResetUserPasswordCommand(jane(site))),
  'given another password': (site) =>
    site.sdk.send(new AdminSetUserPasswordCommand({ ...jane(site), Password: 'Another-Horse-9', Permanent: true })),
}

for (const [what, change] of Object.entries(changes))
  test(`V05: a user who was ${what} meanwhile gets no tokens from a session`, async () => {
    const site = await makeSite(server, { AutoVerifiedAttributes: ['email'] })
    const UserAttributes = [
      { Name: 'email', Value: 'jane@example.com' },
      { Name: 'email_verified', Value: 'true' },
    ]
    await site.sdk.send(new AdminUpdateUserAttributesCommand({ ...jane(site), UserAttributes }))
    assert.ok((await (await underWay(site))()).accessToken)
    const issue = await underWay(site)
    await change(site)
    await assert.rejects(issue(), serviceError('NotAuthorizedException'))
  })
