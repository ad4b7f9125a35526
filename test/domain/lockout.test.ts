import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { suite, test } from 'node:test'
import {
  attemptsExceeded,
  type Lockout,
  noFailures,
  passwordLockout,
  releaseAttempt,
  reserveAttempt,
} from '../../src/domain/lockout.ts'

const SECOND = 1000
const start = 1_700_000_000_000

/** Reserves `count` attempts, each as soon as it may be made, and gives the locks that followed. */
const fail = (count: number) => {
  const locks: number[] = []
  let state: Lockout = noFailures
  let now = start
  for (let index = 0; index < count; index++) {
    const reservation = reserveAttempt(state, now)
    assert.ok(reservation.allowed)
    state = reservation.state
    locks.push(Math.max(0, state.lockedUntil - now))
    now = Math.max(now, state.lockedUntil)
  }
  return { locks, state, now }
}

suite('the lockout', () => {
  test('doubles after five failures, up to 15 minutes, which forget them all', () => {
    const seconds = fail(17).locks.map((lock) => lock / SECOND)
    assert.deepEqual(seconds, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 0, 0])
  })

  test('V04 of parallel attempts evaluates five', () => {
    let state: Lockout = noFailures
    let allowed = 0
    for (let index = 0; index < 200; index++) {
      const reservation = reserveAttempt(state, start)
      if (reservation.allowed) allowed++
      state = reservation.state
    }
    assert.equal(allowed, 5)
    assert.deepEqual(state, { failures: 5, lockedUntil: start + SECOND, lastFailureAt: start })
  })

  test('does not count attempts while it lasts', () => {
    const { state } = fail(5)
    const refused = reserveAttempt(state, state.lockedUntil - 1)
    assert.deepEqual(refused, { allowed: false, state })
    assert.equal(reserveAttempt(state, state.lockedUntil).allowed, true)
  })

  test('forgets after 15 minutes without attempts, not a moment earlier', () => {
    const { state } = fail(4)
    assert.equal(reserveAttempt(state, start + 15 * 60 * SECOND - 1).state.failures, 5)
    assert.equal(reserveAttempt(state, start + 15 * 60 * SECOND).state.failures, 1)
  })

  test('is over with a success, which also takes back the failures before it', () => {
    const { state, now } = fail(8)
    const reserved = reserveAttempt(state, now)
    assert.deepEqual(releaseAttempt(reserved.state, reserved.state.failures, now), {
      failures: 0,
      lockedUntil: 0,
      lastFailureAt: now,
    })
  })

  test('V04 is not lifted by a success that others overtook', () => {
    const right = reserveAttempt(noFailures, start).state
    let state = right
    for (let index = 0; index < 4; index++) state = reserveAttempt(state, start + 1).state
    assert.ok(state.lockedUntil > start + 1)
    assert.deepEqual(releaseAttempt(state, right.failures, start + 2), state)
  })

  test('keeps what was reserved after a success while nothing is locked', () => {
    const right = reserveAttempt(fail(2).state, start).state
    const later = reserveAttempt(right, start + 1).state
    assert.equal(releaseAttempt(later, right.failures, start + 2).failures, 1)
  })

  test('lets five right passwords at once all be right', () => {
    let state: Lockout = noFailures
    for (let index = 0; index < 5; index++) state = reserveAttempt(state, start).state
    for (const number of [5, 1, 2, 3, 4]) state = releaseAttempt(state, number, start + 1)
    assert.equal(state.failures, 0)
    assert.equal(state.lockedUntil, 0)
  })

  test('has the recorded answer', () => {
    const { name, message } = attemptsExceeded()
    assert.deepEqual([name, message], ['NotAuthorizedException', 'Password attempts exceeded'])
  })
})

test('one statement reserves and one releases, as documented', () => {
  const { free, lockMs, forgetMs } = passwordLockout
  const number = `(case when kept.updated_at <= :now - ${forgetMs} then 1 else kept.count + 1 end)`
  const locks = lockMs.map((ms, index) => `when ${number} = ${free + index} then :now + ${ms}`).join(' ')
  const db = new DatabaseSync(':memory:')
  db.exec('create table attempts (key text primary key, count integer, locked_until integer, updated_at integer)')
  const reserve = db.prepare(`
    insert into attempts as kept (key, count, locked_until, updated_at) values (:key, 1, 0, :now)
    on conflict (key) do update set count = ${number},
      locked_until = case when ${number} < ${free} then 0 ${locks} else :now + ${lockMs.at(-1)} end, updated_at = :now
    where kept.locked_until <= :now returning count`)
  const release = db.prepare(`
    update attempts set count = count - :number, locked_until = 0
    where key = :key and count >= :number and (locked_until <= :now or count = :number)`)
  const read = db.prepare(
    'select count as failures, locked_until as lockedUntil, updated_at as lastFailureAt from attempts where key = ?',
  )

  let seed = 1
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  let state: Lockout = noFailures
  let now = start
  const reserved: number[] = []
  for (let step = 0; step < 5000; step++) {
    now += [0, 1, 500, SECOND, 60 * SECOND, 16 * 60 * SECOND][random(6)] ?? 0
    const returned = reserve.get({ key: 'jane', now })
    const reservation = reserveAttempt(state, now)
    assert.equal(returned !== undefined, reservation.allowed)
    state = reservation.state
    if (reservation.allowed) reserved.push(state.failures)
    const succeeded = random(4) === 0 ? reserved.splice(random(reserved.length), 1)[0] : undefined
    if (succeeded !== undefined) {
      release.run({ key: 'jane', number: succeeded, now })
      state = releaseAttempt(state, succeeded, now)
    }
    if (reserved.length > 8) reserved.shift()
    assert.deepEqual({ ...read.get('jane') }, state)
  }
  db.close()
})
