/** Sessions of browsers with the sign-in pages, as their users and administrators see and end them. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  AdminListUserSessionsCommand,
  AdminRevokeUserSessionCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  GetUserCommand,
  ListUserSessionsCommand,
  type RevokeAssociatedSessionsType,
  RevokeTokenCommand,
  RevokeUserSessionCommand,
  type SessionDescriptionType,
  SetUserPoolSessionConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { newSessionId } from '../../src/domain/generated-names.ts'
import { makeClient, signIn } from '../fixture.ts'
import { serviceError, useServer } from '../harness.ts'
import { NO_SESSION, NO_TRACKING } from '../operations/sessions/fixture.ts'
import { authorizeUrl, Browser, codeClient, exchange, makeSite, PASSWORD, postToken, type Site } from './site.ts'

const server = useServer()
const SCOPE = 'openid aws.cognito.signin.user.admin'
const MINUTE_MS = 60_000

type Tokens = { readonly accessToken: string; readonly refreshToken: string; readonly clientId: string }

const makeTracked = async (maxPerUser = 20, client = {}) => {
  const site = await makeSite(
    server,
    {},
    { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'], ...client },
  )
  const { sdk, poolId } = site
  const track = (UserSessionTracking: 'ENABLED' | 'DISABLED') =>
    sdk.send(
      new SetUserPoolSessionConfigurationCommand({
        UserPoolId: poolId,
        UserSessionTracking,
        TokenSession: { MaxPerUser: maxPerUser },
      }),
    )
  await track('ENABLED')
  const { clientId: otherId } = await makeClient(sdk, poolId, codeClient)
  const other: Site = { ...site, clientId: otherId }

  const redeem = async (to: URL, at: Site = site): Promise<Tokens> => {
    const { status, body } = await exchange(server, at, to)
    assert.equal(status, 200, JSON.stringify(body))
    return { accessToken: String(body.access_token), refreshToken: String(body.refresh_token), clientId: at.clientId }
  }
  /** Signs a new browser in, a second later than what was before. */
  const enter = async () => {
    server.travel(1000)
    const browser = new Browser(server)
    const tokens = await redeem(await browser.signIn(authorizeUrl(server, site, { scope: SCOPE })))
    return { browser, tokens }
  }
  /** Tokens for another client, without a prompt. */
  const enterAgain = async (browser: Browser, at: Site = other) => {
    server.travel(1000)
    return redeem((await browser.open(authorizeUrl(server, at, { scope: SCOPE }))).url, at)
  }
  const isSignedIn = async (browser: Browser) => {
    const { url } = await browser.open(authorizeUrl(server, site, { prompt: 'none' }))
    return url.searchParams.has('code')
  }
  const all = async (change = {}) =>
    await sdk.send(new AdminListUserSessionsCommand({ UserPoolId: poolId, Username: 'jane', ...change }))
  const list = async (): Promise<SessionDescriptionType[]> => (await all()).Sessions ?? []
  const idsOf = async (type: 'SSO' | 'TOKEN') =>
    (await list()).filter(({ SessionType }) => SessionType === type).map(({ SessionId = '' }) => SessionId)
  const revoke = (SessionId: string | undefined, RevokeAssociatedSessions?: RevokeAssociatedSessionsType) =>
    sdk.send(
      new AdminRevokeUserSessionCommand({ UserPoolId: poolId, Username: 'jane', SessionId, RevokeAssociatedSessions }),
    )
  const isAlive = async ({ accessToken, refreshToken, clientId }: Tokens) => {
    const getUser = await sdk.send(new GetUserCommand({ AccessToken: accessToken })).then(
      () => true,
      () => false,
    )
    const { status } = await postToken(server, {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: clientId,
    })
    assert.equal(status === 200, getUser, 'the access token and the refresh token live and end together')
    return getUser
  }
  return { ...site, track, site, other, redeem, enter, enterAgain, isSignedIn, all, list, idsOf, revoke, isAlive }
}

suite('lists', () => {
  test('a browser beside the tokens that came from it, the newest first', async () => {
    const world = await makeTracked()
    const { browser, tokens } = await world.enter()
    await world.enterAgain(browser)
    const sessions = await world.list()
    const [sso = ''] = await world.idsOf('SSO')
    assert.match(sso, /^sso[0-9a-z]{25}$/)
    assert.deepEqual(
      sessions.map(({ SessionType, ClientId, OriginSessionId }) => [SessionType, ClientId, OriginSessionId]).toSorted(),
      [
        ['SSO', world.clientId, undefined],
        ['TOKEN', world.clientId, sso],
        ['TOKEN', world.other.clientId, sso],
      ].toSorted(),
    )
    const dates = sessions.map(({ CreateDate }) => CreateDate?.getTime() ?? 0)
    assert.deepEqual(dates, dates.toSorted().toReversed())
    const own = await world.sdk.send(new ListUserSessionsCommand({ AccessToken: tokens.accessToken }))
    assert.deepEqual(
      own.Sessions?.filter(({ IsCurrentSession }) => IsCurrentSession).map(({ ClientId }) => ClientId),
      [world.clientId],
    )
  })

  test('what is known of a browser, and when it was last used', async () => {
    const world = await makeTracked()
    const { browser } = await world.enter()
    const shown = async () => (await world.list()).find(({ SessionType }) => SessionType === 'SSO') ?? {}
    const { SessionId, CreateDate, LastActiveDate, ...rest } = await shown()
    assert.ok(SessionId && CreateDate && LastActiveDate)
    assert.deepEqual(rest, {
      SessionType: 'SSO',
      ClientId: world.clientId,
      DeviceType: 'unknown',
      LastIPAddress: '127.0.0.1',
      LastLocation: { Country: 'unknown' },
      IsCurrentSession: false,
    })
    server.travel(MINUTE_MS)
    await world.enterAgain(browser)
    const later = await shown()
    assert.deepEqual(later.CreateDate, CreateDate)
    assert.ok((later.LastActiveDate?.getTime() ?? 0) >= LastActiveDate.getTime() + MINUTE_MS)
  })

  test('a rotation of tokens as a use of their browser, and a plain refresh as none', async () => {
    for (const rotates of [true, false]) {
      const rotation = { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 }
      const world = await makeTracked(20, rotates ? { ExplicitAuthFlows: [], RefreshTokenRotation: rotation } : {})
      const { tokens } = await world.enter()
      const lastUse = async () =>
        (await world.list()).find(({ SessionType }) => SessionType === 'SSO')?.LastActiveDate?.getTime() ?? 0
      const before = await lastUse()
      server.travel(MINUTE_MS)
      const { status } = await postToken(server, {
        grant_type: 'refresh_token',
        refresh_token: tokens.refreshToken,
        client_id: world.clientId,
      })
      assert.equal(status, 200)
      assert.equal((await lastUse()) >= before + MINUTE_MS, rotates)
    }
  })

  test('no browser whose user has another password, was signed out everywhere, or signed out there', async () => {
    const world = await makeTracked()
    await world.enter()
    const command = { UserPoolId: world.poolId, Username: 'jane', Password: `${PASSWORD}!`, Permanent: true }
    await world.sdk.send(new AdminSetUserPasswordCommand(command))
    assert.deepEqual(await world.idsOf('SSO'), [])
    await world.sdk.send(new AdminSetUserPasswordCommand({ ...command, Password: PASSWORD }))
    await world.enter()
    assert.equal((await world.idsOf('SSO')).length, 1)
    await world.sdk.send(new AdminUserGlobalSignOutCommand({ UserPoolId: world.poolId, Username: 'jane' }))
    assert.deepEqual(await world.list(), [])
    const third = await world.enter()
    await third.browser.open(
      `${server.url}/logout?client_id=${world.clientId}&logout_uri=${encodeURIComponent('https://app.example.com/goodbye')}`,
    )
    assert.deepEqual(await world.idsOf('SSO'), [])
  })

  test('sign-ins by the API as of no browser', async () => {
    const world = await makeTracked()
    await signIn(world.sdk, world.clientId, 'jane', PASSWORD)
    assert.deepEqual(
      (await world.list()).map(({ SessionType, OriginSessionId }) => [SessionType, OriginSessionId]),
      [['TOKEN', undefined]],
    )
  })

  test('page by page, each session of both kinds once and in order', async () => {
    const world = await makeTracked()
    const user = (await server.ctx.store.users.findByName(world.poolId, 'jane')) ?? assert.fail()
    const { poolId, clientId } = world
    const origin = { ipAddress: '', userAgent: undefined }
    await server.ctx.store.transaction(async (tx) => {
      for (let index = 0; index < 130; index++) {
        // Several of each kind at one instant.
        const at = server.ctx.now() + Math.floor(index / 7)
        const ends = { expiresAt: at + 100_000_000 }
        await tx.ssoSessions.insert({
          ...{ poolId, sub: user.sub, clientId, ...ends, origin, eventId: 'e', amr: ['pwd'] },
          ...{ id: newSessionId('sso', server.ctx.random), cookieHash: `cookie-${index}`, authTime: at },
          ...{ passwordVersion: user.passwordVersion, lastActiveAt: at },
        })
        await tx.tokens.insertFamily(
          {
            ...{ poolId, id: `family-${index}`, sub: user.sub, clientId, scope: '', authTime: at, ...ends },
            ...{ revokedAt: undefined, deviceKey: undefined, authentication: undefined, eventId: undefined },
            ...{ ssoSessionId: undefined, resource: undefined },
            session: { id: newSessionId('tkn', server.ctx.random), createdAt: at, lastActiveAt: at, ...origin },
          },
          undefined,
          at,
        )
      }
    })
    const pages: SessionDescriptionType[][] = []
    let NextToken: string | undefined
    do {
      const page = await world.all({ NextToken })
      pages.push(page.Sessions ?? [])
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    assert.deepEqual(
      pages.map(({ length }) => length),
      [125, 125, 10],
    )
    const places = pages.flat().map(({ CreateDate, SessionId }) => `${CreateDate?.getTime()} ${SessionId}`)
    assert.equal(new Set(places).size, 260)
    assert.deepEqual(places, places.toSorted().toReversed())
  })

  test('a page that is just full has no next one', async () => {
    const world = await makeTracked()
    await world.enter()
    const user = (await server.ctx.store.users.findByName(world.poolId, 'jane')) ?? assert.fail()
    const now = server.ctx.now()
    const session = (await server.ctx.store.ssoSessions.list(user, now, 1)).items[0] ?? assert.fail()
    await server.ctx.store.transaction(async (tx) => {
      for (let index = 0; index < 123; index++) {
        await tx.ssoSessions.insert({
          ...session,
          id: newSessionId('sso', server.ctx.random),
          cookieHash: `cookie-${index}`,
        })
      }
    })
    const { Sessions, NextToken } = await world.all()
    assert.deepEqual([Sessions?.length, NextToken], [125, undefined])
  })
})

suite('MaxPerUser', () => {
  test('counts token sessions, and not the browsers that they came from', async () => {
    const world = await makeTracked(2)
    const first = await world.enter()
    const [second, third] = [await world.enter(), await world.enter()]
    assert.deepEqual([(await world.idsOf('SSO')).length, (await world.idsOf('TOKEN')).length], [3, 2])
    assert.equal(await world.isAlive(first.tokens), false)
    assert.equal(await world.isSignedIn(first.browser), true)
    for (const { tokens } of [second, third]) assert.equal(await world.isAlive(tokens), true)
  })
})

suite('the end of a browser', () => {
  for (const how of [undefined, 'NONE'] as const) {
    test(`leaves its tokens (${how})`, async () => {
      const world = await makeTracked()
      const { browser, tokens } = await world.enter()
      const [sso] = await world.idsOf('SSO')
      await world.revoke(sso, how)
      assert.equal(await world.isSignedIn(browser), false)
      assert.equal(await world.isAlive(tokens), true)
      assert.deepEqual(
        (await world.list()).map(({ SessionType, OriginSessionId }) => [SessionType, OriginSessionId]),
        [['TOKEN', sso]],
      )
      await assert.rejects(world.revoke(sso, 'LINKED'), serviceError(...NO_SESSION))
    })
  }

  test('takes with LINKED the tokens of every client that came from it, and no others', async () => {
    const world = await makeTracked()
    const [lost, kept] = [await world.enter(), await world.enter()]
    const again = await world.enterAgain(lost.browser)
    const [, sso] = await world.idsOf('SSO')
    await world.revoke(sso, 'LINKED')
    assert.deepEqual([await world.isSignedIn(lost.browser), await world.isSignedIn(kept.browser)], [false, true])
    for (const tokens of [lost.tokens, again]) assert.equal(await world.isAlive(tokens), false)
    assert.equal(await world.isAlive(kept.tokens), true)
    assert.equal((await world.list()).length, 2)
  })

  test('takes tokens of the implicit grant as well', async () => {
    const world = await makeTracked()
    const browser = new Browser(server)
    const to = await browser.signIn(authorizeUrl(server, world.site, { response_type: 'token', scope: SCOPE }))
    const AccessToken = new URLSearchParams(to.hash.slice(1)).get('access_token') ?? ''
    await world.sdk.send(new GetUserCommand({ AccessToken }))
    await world.revoke((await world.idsOf('SSO'))[0], 'LINKED')
    await assert.rejects(
      world.sdk.send(new GetUserCommand({ AccessToken })),
      serviceError('NotAuthorizedException', 'Access Token has been revoked'),
    )
  })

  for (const how of ['NONE', 'LINKED'] as const) {
    test(`voids a code that its client has not exchanged yet (${how})`, async () => {
      const world = await makeTracked()
      const { browser } = await world.enter()
      const to = (await browser.open(authorizeUrl(server, world.other, { scope: SCOPE }))).url
      assert.ok(to.searchParams.has('code'))
      await world.revoke((await world.idsOf('SSO'))[0], how)
      const { status, body } = await exchange(server, world.other, to)
      assert.deepEqual([status, body.error], [400, 'invalid_grant'])
      assert.equal((await world.idsOf('TOKEN')).length, how === 'NONE' ? 1 : 0)
    })
  }

  test('is final for codes and tokens that are being made meanwhile', async () => {
    const world = await makeTracked()
    for (let round = 0; round < 5; round++) {
      const { browser } = await world.enter()
      const [sso] = await world.idsOf('SSO')
      const codes = Array.from({ length: 4 }, async () => {
        const { url } = await new Browser(server).request(authorizeUrl(server, world.other, { scope: SCOPE }), {
          headers: { cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        })
        return url.searchParams.has('code') ? (await exchange(server, world.other, url)).body : {}
      })
      await Promise.all([world.revoke(sso, 'LINKED'), ...codes])
      const left = (await world.list()).filter(({ OriginSessionId }) => OriginSessionId === sso)
      assert.deepEqual(left, [])
    }
  })
})

suite('the end of tokens', () => {
  test('leaves their browser, and with LINKED takes it, but not its other tokens', async () => {
    for (const how of ['NONE', 'LINKED'] as const) {
      const world = await makeTracked()
      const { browser, tokens } = await world.enter()
      const again = await world.enterAgain(browser)
      const id = (await world.list()).find(
        ({ ClientId, SessionType }) => SessionType === 'TOKEN' && ClientId === world.other.clientId,
      )
      await world.revoke(id?.SessionId, how)
      assert.equal(await world.isAlive(again), false)
      assert.equal(await world.isAlive(tokens), true)
      assert.equal(await world.isSignedIn(browser), how === 'NONE')
    }
  })

  test('by RevokeToken does as well, while the pool tracks sessions', async () => {
    for (const [how, tracking, survives] of [
      [undefined, 'ENABLED', true],
      ['NONE', 'ENABLED', true],
      ['LINKED', 'ENABLED', false],
      ['LINKED', 'DISABLED', true],
    ] as const) {
      const world = await makeTracked()
      const { browser, tokens } = await world.enter()
      const again = await world.enterAgain(browser)
      await world.track(tracking)
      await world.sdk.send(
        new RevokeTokenCommand({ Token: tokens.refreshToken, ClientId: world.clientId, RevokeAssociatedSessions: how }),
      )
      assert.deepEqual([await world.isAlive(tokens), await world.isAlive(again)], [false, true])
      assert.equal(await world.isSignedIn(browser), survives, `${how} ${tracking}`)
    }
  })
})

suite('a user', () => {
  test('ends the browser that their own token came from, and with LINKED that token', async () => {
    for (const how of ['NONE', 'LINKED'] as const) {
      const world = await makeTracked()
      const { browser, tokens } = await world.enter()
      const [SessionId] = await world.idsOf('SSO')
      await world.sdk.send(
        new RevokeUserSessionCommand({
          AccessToken: tokens.accessToken,
          SessionId,
          RevokeAssociatedSessions: how,
        }),
      )
      assert.equal(await world.isSignedIn(browser), false)
      assert.equal(await world.isAlive(tokens), how === 'NONE')
    }
  })

  test('ends no browser of somebody else, and none where nothing is tracked', async () => {
    const world = await makeTracked()
    const elsewhere = await makeTracked()
    const [mine, theirs] = [await world.enter(), await elsewhere.enter()]
    const [foreign] = await elsewhere.idsOf('SSO')
    await assert.rejects(world.revoke(foreign, 'LINKED'), serviceError(...NO_SESSION))
    const [own] = await world.idsOf('SSO')
    await world.track('DISABLED')
    await assert.rejects(world.revoke(own, 'LINKED'), serviceError(...NO_TRACKING))
    assert.deepEqual([await world.isSignedIn(mine.browser), await elsewhere.isSignedIn(theirs.browser)], [true, true])
  })
})
