/** R20: a server that is killed between any two challenges loses no sign-in; another one completes it. */
import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { makeDatabase, type TestDatabase } from '../database.ts'
import { makeFunctions } from '../functions.ts'
import { startTestServer, type TestServer } from '../harness.ts'
import { makeWorld } from '../security/travellers.ts'
import { goOn, onPostgres, setOut, settings, type Underway } from './nodes.ts'
import { makeWalkers, walks } from './walks.ts'

/** Of the longest sign-in, without the tokens at its end. */
const STEPS = Math.max(...walks.map(({ asks }) => asks.length))

describe('R20: kill -9 of the server that asked', onPostgres, () => {
  const functions = makeFunctions()
  const all = { ...settings, ...functions.environment }
  let database: TestDatabase
  /** Where the sign-ins are completed. Its clock is ahead by as much as tests moved it. */
  let survivor: TestServer
  let ahead = 0
  const doomed: ChildProcess[] = []
  let world: Awaited<ReturnType<typeof makeWorld>>

  before(async () => {
    database = await makeDatabase()
    const started = await startTestServer(all, 'dev', database)
    const travel = (milliseconds: number) => {
      ahead += milliseconds
      started.travel(milliseconds)
    }
    survivor = { ...started, travel }
    world = await makeWorld(survivor)
  })
  after(async () => {
    for (const child of doomed) child.kill('SIGKILL')
    await survivor.stop()
    await database.drop()
    functions.remove()
  })

  /** Starts the server that is to be killed. */
  const startNode = async () => {
    const environment = {
      ...process.env,
      NODE_SETTINGS: JSON.stringify(all),
      NODE_DATABASE: JSON.stringify(database.environment),
    }
    const child = fork(join(import.meta.dirname, 'node.ts'), { env: environment, execArgv: [] })
    doomed.push(child)
    const [endpoint] = await once(child, 'message')
    child.send(ahead)
    await once(child, 'message')
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'anything' }
    const sdk = new CognitoIdentityProviderClient({ endpoint, region: 'us-east-1', maxAttempts: 1, credentials })
    return {
      sdk,
      async kill() {
        child.kill('SIGKILL')
        assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL'])
        await assert.rejects(fetch(endpoint))
        sdk.destroy()
      },
    }
  }

  for (let steps = 1; steps <= STEPS; steps++) {
    const long = walks.filter(({ asks }) => asks.length >= steps)
    test(`after step ${steps} of ${long.length} sign-ins`, async (t) => {
      const walkers = await makeWalkers(world, long)
      const node = await startNode()
      const stopped: Underway[] = []
      for (const { walk, who } of walkers) {
        const there = { ...who, sdk: node.sdk }
        stopped.push(await goOn(() => there, walk, await setOut(there, walk), steps))
      }
      await node.kill()
      for (const [index, { walk, who }] of walkers.entries()) {
        await t.test(walk.name, async () => {
          const before = stopped[index]
          assert.deepEqual(before?.path, walk.asks.slice(0, steps))
          const { path, asked } = await goOn(() => who, walk, before)
          assert.deepEqual(path, [...walk.asks, 'tokens'])
          assert.ok(asked.AuthenticationResult?.RefreshToken)
        })
      }
    })
  }
})
