import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { PASSWORD } from '../fixture.ts'
import { makeFunctions } from '../functions.ts'
import { useServer } from '../harness.ts'
import { type State, states, told } from './account-states.ts'
import { begin, journey, prepare, type Start, until } from './journeys.ts'
import {
  APP,
  admin,
  choosing,
  custom,
  customSrp,
  DEVICE,
  onDevice,
  password,
  passwordSrp,
  preferring,
  setUpByMail,
  srp,
} from './starts.ts'
import { type Kind, makeWorld } from './travellers.ts'

const functions = makeFunctions()
after(() => functions.remove())
const world = {} as Awaited<ReturnType<typeof makeWorld>>
const server = useServer(functions.environment, 'dev', async (started) => {
  Object.assign(world, await makeWorld(started))
})

const {
  DISABLED,
  GENERIC,
  LOCKED,
  INVALID,
  TOO_LATE,
  ENDED,
  NOT_A_PASSKEY,
  RESET,
  UNDECLARED_RESET,
  UNCONFIRMED,
  UNKNOWN,
  NO_CODE,
  NO_DEVICE,
} = told
const NOT_OFFERED = 'SELECT_CHALLENGE > InvalidParameterException: ANSWER is not one of the available challenges.'
const NEW_PASSWORD = 'NEW_PASSWORD_REQUIRED > tokens'

/** What comes of it: for every client, or for one that tells who exists and one that hides it. */
type Cell = string | readonly [telling: string, hiding: string]
type Cells = Partial<Record<State, Cell>>
type Row = { kind?: Kind; start: Start; at?: string; cells: Cells }

const then = (asked: string, ends: string) => (asked ? `${asked} > ${ends}` : ends)

/**
 * A sign-in that begins in a state, of which a client that hides users hears after the proof, for which
 * `asked` asks. `nobody`: what it hears there of a name that nobody has.
 */
const begun = (asked: string, cells: Cells = {}, nobody: string = GENERIC): Cells => ({
  disabled: [DISABLED, then(asked, DISABLED)],
  deleted: [UNKNOWN, then(asked, nobody)],
  reset: [RESET, then(asked, RESET)],
  locked: then(asked, 'tokens'),
  unconfirmed: then(asked, UNCONFIRMED),
  temporary: then(asked, NEW_PASSWORD),
  expired: then(asked, ENDED),
  ...cells,
})

/** A sign-in that looks at the password. */
const byPassword = (asked: string, cells: Cells = {}) => begun(asked, { locked: LOCKED, ...cells })

/** A sign-in with a code that goes to nobody who may not sign in. It confirms who has signed up. */
const byCode = (asked: string): Cells =>
  begun(asked, {
    disabled: [DISABLED, then(asked, NO_CODE)],
    deleted: [UNKNOWN, then(asked, NO_CODE)],
    reset: [RESET, then(asked, NO_CODE)],
    unconfirmed: then(asked, 'tokens'),
    temporary: NOT_OFFERED,
    expired: NOT_OFFERED,
  })

/**
 * An answer to what was asked before the state was entered. The lock is one of passwords: it stops
 * nobody who has proved theirs already, or needs none (V11).
 */
const underWay = (next: string, cells: Cells = {}): Cells => ({
  disabled: DISABLED,
  deleted: INVALID,
  reset: RESET,
  locked: then(next, 'tokens'),
  unconfirmed: INVALID,
  temporary: INVALID,
  expired: TOO_LATE,
  ...cells,
})

/** Without a Session, nothing tells a user who is gone from a wrong proof. */
const withoutSession: Cells = {
  deleted: GENERIC,
  locked: LOCKED,
  unconfirmed: GENERIC,
  temporary: GENERIC,
  expired: GENERIC,
}

/** Of somebody with a temporary password, which nobody resets. */
const { reset: _, ...temporaryPassword } = byPassword('')

/** Every way in, and every point of it at which an account can change. */
const ways: Record<string, Row> = {
  USER_PASSWORD_AUTH: { start: password, cells: byPassword('') },
  ADMIN_USER_PASSWORD_AUTH: { start: admin, cells: byPassword('') },
  USER_SRP_AUTH: { start: srp, cells: byPassword('PASSWORD_VERIFIER') },
  'USER_SRP_AUTH: PASSWORD_VERIFIER': {
    start: srp,
    at: 'PASSWORD_VERIFIER',
    cells: underWay('', withoutSession),
  },
  'USER_AUTH: PASSWORD at once': { start: preferring('PASSWORD', { PASSWORD }), cells: byPassword('') },
  'USER_AUTH: PASSWORD chosen': {
    start: choosing('PASSWORD'),
    cells: byPassword('SELECT_CHALLENGE', { locked: then('SELECT_CHALLENGE', LOCKED) }),
  },
  'USER_AUTH: SELECT_CHALLENGE': {
    start: choosing('PASSWORD'),
    at: 'SELECT_CHALLENGE',
    cells: underWay('', { locked: LOCKED }),
  },
  'USER_AUTH: PASSWORD': { start: preferring('PASSWORD'), at: 'PASSWORD', cells: underWay('', { locked: LOCKED }) },
  'USER_AUTH: PASSWORD_SRP at once': { start: passwordSrp, cells: byPassword('PASSWORD_VERIFIER') },
  'USER_AUTH: PASSWORD_SRP': {
    start: preferring('PASSWORD_SRP'),
    at: 'PASSWORD_SRP',
    // The first half proves nothing, so that a client that hides users is asked for the second.
    cells: underWay('', {
      disabled: [DISABLED, then('PASSWORD_VERIFIER', DISABLED)],
      reset: [RESET, then('PASSWORD_VERIFIER', RESET)],
      locked: LOCKED,
    }),
  },
  'USER_AUTH: PASSWORD_VERIFIER': {
    start: passwordSrp,
    at: 'PASSWORD_VERIFIER',
    cells: underWay('', { locked: LOCKED }),
  },
  'USER_AUTH: EMAIL_OTP at once': { start: preferring('EMAIL_OTP'), cells: byCode('EMAIL_OTP') },
  'USER_AUTH: EMAIL_OTP': { start: preferring('EMAIL_OTP'), at: 'EMAIL_OTP', cells: underWay('') },
  'USER_AUTH: SMS_OTP at once': { start: preferring('SMS_OTP'), cells: byCode('SMS_OTP') },
  'USER_AUTH: SMS_OTP': { start: preferring('SMS_OTP'), at: 'SMS_OTP', cells: underWay('') },
  'USER_AUTH: WEB_AUTHN at once': {
    kind: 'a passkey',
    start: preferring('WEB_AUTHN'),
    cells: begun(
      'WEB_AUTHN',
      { unconfirmed: NOT_OFFERED, temporary: NOT_OFFERED, expired: NOT_OFFERED },
      NOT_A_PASSKEY,
    ),
  },
  'USER_AUTH: WEB_AUTHN': {
    kind: 'a passkey',
    start: preferring('WEB_AUTHN'),
    at: 'WEB_AUTHN',
    cells: underWay(''),
  },
  'USER_AUTH with the Session of a confirmed sign-up': {
    kind: 'a fresh sign-up',
    start: { flow: 'USER_AUTH' },
    cells: begun('', { unconfirmed: INVALID, temporary: INVALID, expired: INVALID }, INVALID),
  },
  // The functions ask for no password, so that a temporary one is as good as none, as in the service.
  CUSTOM_AUTH: {
    start: custom,
    cells: begun('CUSTOM_CHALLENGE', {
      temporary: 'CUSTOM_CHALLENGE > tokens',
      expired: 'CUSTOM_CHALLENGE > tokens',
    }),
  },
  'CUSTOM_AUTH: CUSTOM_CHALLENGE': { start: custom, at: 'CUSTOM_CHALLENGE', cells: underWay('') },
  'CUSTOM_AUTH after SRP': {
    start: customSrp,
    cells: byPassword('PASSWORD_VERIFIER', {
      temporary: 'PASSWORD_VERIFIER > NEW_PASSWORD_REQUIRED > CUSTOM_CHALLENGE > tokens',
    }),
  },
  'CUSTOM_AUTH after SRP: PASSWORD_VERIFIER': {
    start: customSrp,
    at: 'PASSWORD_VERIFIER',
    cells: underWay('', { locked: LOCKED }),
  },
  'CUSTOM_AUTH after SRP: CUSTOM_CHALLENGE': { start: customSrp, at: 'CUSTOM_CHALLENGE', cells: underWay('') },
  'a first sign-in': { kind: 'a temporary password', start: password, cells: temporaryPassword },
  'a first sign-in: PASSWORD_VERIFIER': {
    kind: 'a temporary password',
    start: srp,
    at: 'PASSWORD_VERIFIER',
    cells: { disabled: DISABLED, ...withoutSession, expired: ENDED },
  },
  'a first sign-in: SELECT_CHALLENGE': {
    kind: 'a temporary password',
    start: choosing('PASSWORD'),
    at: 'SELECT_CHALLENGE',
    cells: { disabled: DISABLED, deleted: INVALID, locked: LOCKED, expired: ENDED },
  },
  'a first sign-in: NEW_PASSWORD_REQUIRED': {
    kind: 'a temporary password',
    start: admin,
    at: 'NEW_PASSWORD_REQUIRED',
    cells: { disabled: DISABLED, deleted: INVALID, locked: 'tokens', temporary: INVALID, expired: ENDED },
  },
  SMS_MFA: { kind: 'text messages', start: password, at: 'SMS_MFA', cells: underWay('') },
  'EMAIL_OTP after SRP': { kind: 'e-mails', start: srp, at: 'EMAIL_OTP', cells: underWay('') },
  SOFTWARE_TOKEN_MFA: { kind: 'an app', start: admin, at: 'SOFTWARE_TOKEN_MFA', cells: underWay('') },
  SELECT_MFA_TYPE: {
    kind: 'two factors',
    start: { ...password, choice: 'SOFTWARE_TOKEN_MFA' },
    at: 'SELECT_MFA_TYPE',
    cells: underWay('SOFTWARE_TOKEN_MFA'),
  },
  'MFA_SETUP: AssociateSoftwareToken': {
    kind: 'a phone only',
    start: password,
    at: 'MFA_SETUP',
    cells: underWay(APP, { reset: UNDECLARED_RESET }),
  },
  'MFA_SETUP: VerifySoftwareToken': {
    kind: 'a phone only',
    start: password,
    at: 'AssociateSoftwareToken',
    cells: underWay('VerifySoftwareToken'),
  },
  MFA_SETUP: { kind: 'a phone only', start: password, at: 'VerifySoftwareToken', cells: underWay('') },
  'MFA_SETUP by e-mail': {
    kind: 'nothing',
    start: setUpByMail,
    at: 'MFA_SETUP',
    cells: { disabled: DISABLED, deleted: INVALID, locked: 'EMAIL_OTP > tokens', temporary: INVALID },
  },
  'MFA_SETUP by e-mail: EMAIL_OTP': {
    kind: 'nothing',
    start: setUpByMail,
    at: 'EMAIL_OTP',
    cells: { disabled: DISABLED, deleted: INVALID, locked: 'tokens', temporary: INVALID },
  },
  'a device after a password': {
    kind: 'a device',
    start: onDevice(password),
    cells: byPassword('', {
      deleted: [UNKNOWN, NO_DEVICE],
      unconfirmed: NO_DEVICE,
      temporary: `NEW_PASSWORD_REQUIRED > ${DEVICE} > tokens`,
    }),
  },
  DEVICE_SRP_AUTH: {
    kind: 'a device',
    start: onDevice(password),
    at: 'DEVICE_SRP_AUTH',
    cells: underWay('DEVICE_PASSWORD_VERIFIER'),
  },
  DEVICE_PASSWORD_VERIFIER: {
    kind: 'a device',
    start: onDevice(password),
    at: 'DEVICE_PASSWORD_VERIFIER',
    cells: underWay(''),
  },
  'a device after CUSTOM_AUTH': {
    kind: 'a device',
    start: onDevice(custom),
    cells: begun(`CUSTOM_CHALLENGE > ${DEVICE}`, {
      disabled: [DISABLED, `CUSTOM_CHALLENGE > DEVICE_SRP_AUTH > ${DISABLED}`],
      deleted: [UNKNOWN, NO_DEVICE],
      reset: [RESET, `CUSTOM_CHALLENGE > DEVICE_SRP_AUTH > ${RESET}`],
      unconfirmed: NO_DEVICE,
      temporary: `CUSTOM_CHALLENGE > ${DEVICE} > tokens`,
      expired: `CUSTOM_CHALLENGE > ${DEVICE} > tokens`,
    }),
  },
  'a device after CUSTOM_AUTH: DEVICE_PASSWORD_VERIFIER': {
    kind: 'a device',
    start: onDevice(custom),
    at: 'DEVICE_PASSWORD_VERIFIER',
    cells: underWay(''),
  },
}

const clients = ['telling', 'hiding'] as const

/** Lets a user into a state, before a sign-in or in the midst of it, and goes on to its end. */
const travel = async ({ kind = 'plain', start, at }: Row, state: State, client: (typeof clients)[number]) => {
  const who = await world.makeTraveller(kind, client)
  const first = at ? await prepare(who, start, await until(who, start, at)) : () => begin(who, start)
  return server.freeze(async () => {
    await states[state](who, kind)
    return journey(who, start, first)
  })
}

describe('V05: what the state of an account makes of every way in', () => {
  for (const [name, row] of Object.entries(ways)) {
    test(name, async () => {
      const found: Record<string, unknown> = {}
      const expected: Record<string, unknown> = {}
      for (const [state, cell] of Object.entries(row.cells) as [State, Cell][]) {
        for (const client of clients) found[`${state}, ${client}`] = await travel(row, state, client)
        const [telling, hiding] = typeof cell === 'string' ? [cell, cell] : cell
        Object.assign(expected, { [`${state}, telling`]: telling, [`${state}, hiding`]: hiding })
      }
      assert.deepEqual(found, expected)
    })
  }
})

describe('the order of checks, where several would refuse', () => {
  const rows: [State[], telling: [right: string, wrong: string], hiding: [right: string, wrong: string]][] = [
    [
      ['disabled', 'locked'],
      [DISABLED, DISABLED],
      [LOCKED, LOCKED],
    ],
    [
      ['reset', 'disabled'],
      [DISABLED, DISABLED],
      [DISABLED, GENERIC],
    ],
    [
      ['unconfirmed', 'disabled'],
      [DISABLED, DISABLED],
      [DISABLED, GENERIC],
    ],
    [
      ['locked', 'reset'],
      [LOCKED, LOCKED],
      [LOCKED, LOCKED],
    ],
    [
      ['unconfirmed', 'locked'],
      [LOCKED, LOCKED],
      [LOCKED, LOCKED],
    ],
    [
      ['expired', 'locked'],
      [LOCKED, LOCKED],
      [LOCKED, LOCKED],
    ],
    [['reset'], [RESET, RESET], [RESET, GENERIC]],
    [['unconfirmed'], [UNCONFIRMED, GENERIC], [UNCONFIRMED, GENERIC]],
    [['expired'], [ENDED, GENERIC], [ENDED, GENERIC]],
  ]
  for (const [entered, ...expected] of rows) {
    test(entered.join(' and '), async () => {
      for (const [index, client] of clients.entries()) {
        for (const flow of ['USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH'] as const) {
          const who = await world.makeTraveller('plain', client)
          const given = (PASSWORD: string): Start => ({ flow, parameters: () => ({ PASSWORD }) })
          await server.freeze(async () => {
            for (const state of entered) await states[state](who, 'plain')
            const heard = []
            for (const start of [given(PASSWORD), given('wrong')])
              heard.push(await journey(who, start, () => begin(who, start)))
            assert.deepEqual(heard, expected[index], `${client} ${flow}`)
          })
        }
      }
    })
  }
})

test('V11: whoever locks a user’s passwords locks no passkey, no code and no device', async () => {
  const rows: [Kind, Start, string][] = [
    ['a passkey', preferring('WEB_AUTHN'), 'WEB_AUTHN'],
    ['plain', preferring('EMAIL_OTP'), 'EMAIL_OTP'],
    ['plain', custom, 'CUSTOM_CHALLENGE'],
    ['a device', onDevice(custom), `CUSTOM_CHALLENGE > ${DEVICE}`],
  ]
  for (const client of clients) {
    for (const [kind, start, asked] of rows) {
      const who = await world.makeTraveller(kind, client)
      await server.freeze(async () => {
        await states.locked(who, kind)
        assert.equal(await journey(who, password, () => begin(who, password)), LOCKED)
        assert.equal(await journey(who, start, () => begin(who, start)), `${asked} > tokens`)
        assert.equal(await journey(who, password, () => begin(who, password)), LOCKED, 'nor do they open the lock')
      })
    }
  }
})
