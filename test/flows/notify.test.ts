import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Context } from '../../src/context.ts'
import type { Pool, PoolSettings } from '../../src/domain/pool.ts'
import type { User } from '../../src/domain/user.ts'
import { readInbox } from '../../src/flows/messages/inbox.ts'
import { type Notice, prepareNotice } from '../../src/flows/messages/notice.ts'
import { type NoticeCopy, notify } from '../../src/flows/messages/notify.ts'
import { waitUntilDelivered } from '../harness.ts'
import { makeCluster, POOL } from './node.ts'

const poolWith = (settings: Partial<PoolSettings>) =>
  ({ id: POOL, settings: { emailConfiguration: {}, lambdaConfig: {}, ...settings } }) as Pool // all of it that messages need

const CODE = '739142'

type Change = Partial<Pick<Notice, 'event'> & NoticeCopy> & { user?: Partial<User> }

const jane = { poolId: POOL, sub: 'sub', username: 'jane', attributes: new Map([['email', 'jane@example.com']]) }

const prepare = (
  ctx: Context,
  settings: Partial<PoolSettings>,
  event: Notice['event'] = 'sign_up',
  user: Partial<User> = {},
): Promise<Notice> =>
  prepareNotice(ctx, {
    pool: poolWith(settings),
    client: { id: 'client1' },
    user: { ...jane, ...user } as User, // all of it that messages need
    event,
    mediums: ['EMAIL', 'SMS'],
    via: { origin: { ipAddress: '::1', userAgent: undefined }, metadata: undefined },
  })

/** The message that a notice becomes. */
const messageOf = async (settings: Partial<PoolSettings>, { event = 'sign_up', user, ...change }: Change = {}) => {
  await using cluster = await makeCluster()
  const { ctx, start } = await cluster.node({ keepsInbox: true })
  start()
  const notice = await prepare(ctx, settings, event, user)
  const copy: NoticeCopy = { medium: 'EMAIL', destination: 'jane@example.com', code: CODE, ...change }
  await ctx.store.transaction((tx) => notify(ctx, tx, notice, copy))
  await waitUntilDelivered(ctx)
  const [message] = await readInbox(ctx, undefined, 1)
  assert.ok(message)
  return message
}

describe('a notice', () => {
  test('is in the words of the service unless the pool has its own', async () => {
    const { to, subject, body, code, link, from, poolId, username } = await messageOf({})
    assert.deepEqual(
      { to, subject, body, code, link, from, poolId, username },
      {
        to: 'jane@example.com',
        subject: 'Your verification code',
        body: `Your verification code is ${CODE}. `,
        code: CODE,
        link: undefined,
        from: undefined,
        poolId: POOL,
        username: 'jane',
      },
    )
  })

  test('by SMS is the text message', async () => {
    const sms = { medium: 'SMS', destination: '+15551230001' } as const
    const { to, medium, body, subject } = await messageOf(
      { verificationMessageTemplate: { smsMessage: 'No. {####}' } },
      sms,
    )
    assert.deepEqual(
      { to, medium, body, subject },
      { to: '+15551230001', medium: 'SMS', body: `No. ${CODE}`, subject: undefined },
    )
  })

  test('V45: an invitation escapes the name in HTML and keeps the subject one line', async () => {
    const { subject, body } = await messageOf(
      {
        adminCreateUserConfig: {
          allowAdminCreateUserOnly: false,
          inviteMessageTemplate: { emailSubject: 'Hi {username}\r\nBcc: x', emailMessage: '<p>{username} {####}</p>' },
        },
      },
      { event: 'invite', code: '<Pass&1>', user: { username: '<img/src=x>', attributes: new Map() } },
    )
    assert.equal(subject, 'Hi <img/src=x> Bcc: x')
    assert.equal(body, '<p>&lt;img/src=x&gt; &lt;Pass&amp;1&gt;</p>')
  })

  test('an invitation names the address where that is what its reader signs in with', async () => {
    const { body } = await messageOf(
      { usernameAttributes: ['phone_number', 'email'] },
      { event: 'invite', code: 'Pass&1' },
    )
    assert.equal(body, 'Your username is jane@example.com and temporary password is Pass&amp;1. ')
  })

  test('V42: by link leads to the configured origin, with everything encoded', async () => {
    const byLink: Partial<PoolSettings> = {
      verificationMessageTemplate: {
        defaultEmailOption: 'CONFIRM_WITH_LINK',
        emailMessageByLink: 'Please {##confirm##}',
        emailSubjectByLink: 'Link',
      },
    }
    const user = { username: 'a&b=c "d"', attributes: new Map() }
    const { subject, body, link, code } = await messageOf(byLink, { user })
    const expected = `https://id.example/confirmUser?client_id=client1&user_name=a%26b%3Dc+%22d%22&confirmation_code=${CODE}`
    assert.deepEqual({ subject, link, code }, { subject: 'Link', link: expected, code: CODE })
    assert.equal(body, `Please <a href="${expected.replaceAll('&', '&amp;')}">confirm</a>`)
    assert.equal((await messageOf(byLink, { event: 'forgot_password' })).body, `Your verification code is ${CODE}. `)
  })

  const sourceArn = 'arn:aws:ses:us-east-1:000000000000:identity/acme.example'
  for (const [emailSendingAccount, expected] of [
    ['DEVELOPER', sourceArn],
    ['COGNITO_DEFAULT', undefined],
  ] as const) {
    test(`of a pool that sends by ${emailSendingAccount} names what SES needs to know`, async () => {
      const emailConfiguration = { emailSendingAccount, sourceArn, configurationSet: 'tracked' }
      const message = await messageOf({ emailConfiguration })
      assert.deepEqual([message.sourceArn, message.configurationSet], [expected, 'tracked'])
    })
  }

  test('by SMS names the Region of the pool', async () => {
    const smsConfiguration = { snsCallerArn: 'arn:aws:iam::000000000000:role/sms', snsRegion: 'eu-west-1' }
    const { snsRegion } = await messageOf({ smsConfiguration }, { medium: 'SMS', destination: '+15551230001' })
    assert.equal(snsRegion, 'eu-west-1')
  })

  for (const [from, expected] of [
    ['Acme <hello@acme.example>', 'Acme <hello@acme.example>'],
    ['hello@acme.example\r\nBcc: joe@example.com', undefined],
    ['arn:aws:ses:us-east-1:1:identity/x', undefined],
  ] as const) {
    test(`from ${JSON.stringify(from)}`, async () => {
      const emailConfiguration = { emailSendingAccount: 'DEVELOPER' as const, from, replyToEmailAddress: from }
      const message = await messageOf({ emailConfiguration })
      assert.deepEqual([message.from, message.replyTo], [expected, expected])
    })
  }

  test('that nothing here could deliver is refused with its change', async () => {
    await using cluster = await makeCluster()
    const { ctx } = await cluster.node({ smtpPort: 9 })
    const notice = await prepare(ctx, {})
    const change = ctx.store.transaction(async (tx) => {
      await notify(ctx, tx, notice, { medium: 'EMAIL', destination: 'jane@example.com', code: CODE })
      await notify(ctx, tx, notice, { medium: 'SMS', destination: '+15551230001', code: CODE })
    })
    await assert.rejects(change, { name: 'CodeDeliveryFailureException' })
    assert.equal(await ctx.store.messages.nextDueAt(), undefined)
  })
})
