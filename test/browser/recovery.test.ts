import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AdminResetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider'
import { addresses } from '../choice.ts'
import { makeUser, PASSWORD } from '../fixture.ts'
import { useServer } from '../harness.ts'
import { wrong } from '../mfa.ts'
import { localhost, once, shown, skip, useSite } from './site.ts'

const server = useServer(await localhost())
const site = useSite(server)

const HOUR_MS = 60 * 60_000
const NEW_PASSWORD = 'Better-horse-9'

type Made = Awaited<ReturnType<typeof site.makePlace>>

const makePlace = (where = {}) => site.makePlace({}, { PreventUserExistenceErrors: 'ENABLED' }, where)

/** A user who can be written to. */
const reachable = async ({ sdk, poolId }: Made, username: string) => {
  const { email } = addresses()
  await makeUser(sdk, poolId, username, { email, email_verified: 'true' })
  return email
}

for (const { name, javaScriptEnabled, place } of shown(makePlace)) {
  test(`a forgotten password is replaced by means of a code; pages are ${name}`, { skip }, async () => {
    const email = await reachable(await place(), 'jane')
    const visitor = await site.visitor({ javaScriptEnabled })
    await visitor.open(site.url(await place()))
    await visitor.follow('/forgotPassword')
    await visitor.submit({ username: 'jane' })
    assert.equal(visitor.path(), '/confirmforgotPassword')
    const code = await server.code(email)
    await visitor.submit({ code: wrong(code), password: NEW_PASSWORD })
    await visitor.refused('error.wrongCode')
    await visitor.submit({ code, password: 'short' })
    assert.match((await visitor.page.textContent('#error')) ?? '', /Password/)
    await visitor.submit({ code, password: NEW_PASSWORD })
    assert.equal(visitor.path(), '/login')
    assert.equal(await visitor.page.locator('[role=status]').count(), 1)
    await visitor.submit({ username: 'jane', password: PASSWORD })
    await visitor.refused('error.incorrectLogin')
    await visitor.submit({ username: 'jane', password: NEW_PASSWORD })
    assert.equal(await site.username(await place(), await visitor.arrived()), 'jane')
  })

  test(`a user whose password was reset is led to a new one; pages are ${name}`, { skip }, async () => {
    const { sdk, poolId } = await place()
    const email = await reachable(await place(), 'reset')
    await sdk.send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username: 'reset' }))
    const visitor = await site.visitor({ javaScriptEnabled })
    await visitor.open(site.url(await place()))
    await visitor.submit({ username: 'reset', password: PASSWORD })
    assert.equal(visitor.path(), '/confirmforgotPassword')
    await visitor.submit({ code: await server.code(email), password: NEW_PASSWORD })
    await visitor.submit({ username: 'reset', password: NEW_PASSWORD })
    assert.equal(await site.username(await place(), await visitor.arrived()), 'reset')
  })
}

const plain = once(makePlace)

test('nobody gets a code, and learns nothing of it', { skip }, async () => {
  const visitor = await site.visitor()
  await visitor.open(site.url(await plain(), {}, '/forgotPassword'))
  await visitor.submit({ username: 'nobody' })
  assert.equal(visitor.path(), '/confirmforgotPassword')
  await visitor.submit({ code: '123456', password: NEW_PASSWORD })
  await visitor.refused('error.wrongCode')
})

test('a code that came too late is told of, and another one helps', { skip }, async () => {
  const place = await plain()
  const email = await reachable(place, 'late')
  const visitor = await site.visitor()
  await visitor.open(site.url(place, {}, '/forgotPassword'))
  await visitor.submit({ username: 'late' })
  const code = await server.code(email)
  server.travel(HOUR_MS)
  await visitor.submit({ code, password: NEW_PASSWORD })
  await visitor.isLost()
  await visitor.open(site.url(place, {}, '/forgotPassword'))
  await visitor.submit({ username: 'late' })
  await visitor.submit({ code: await server.code(email), password: NEW_PASSWORD })
  await visitor.submit({ username: 'late', password: NEW_PASSWORD })
  await visitor.arrived()
})

test('where administrators alone reset passwords nobody is offered to', { skip }, async () => {
  const recovery = { RecoveryMechanisms: [{ Name: 'admin_only' as const, Priority: 1 }] }
  const place = await site.makePlace({ AccountRecoverySetting: recovery })
  await reachable(place, 'jane')
  const visitor = await site.visitor()
  await visitor.open(site.url(place))
  assert.equal(await visitor.hasLink('/forgotPassword'), false)
  await visitor.open(site.url(place, {}, '/forgotPassword'))
  await visitor.submit({ username: 'jane' })
  assert.ok(await visitor.page.textContent('#error'))
})

test('a new password ends the sessions of the one before', { skip }, async () => {
  const place = await plain()
  const email = await reachable(place, 'elsewhere')
  const [one, other] = [await site.visitor(), await site.visitor()]
  await one.open(site.url(place))
  await one.submit({ username: 'elsewhere', password: PASSWORD })
  await one.arrived()
  await other.open(site.url(place, {}, '/forgotPassword'))
  await other.submit({ username: 'elsewhere' })
  await other.submit({ code: await server.code(email), password: NEW_PASSWORD })
  await one.open(site.url(place))
  assert.equal(one.path(), '/login')
})
