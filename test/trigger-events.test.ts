import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { expectedEvent } from './trigger-events/expected.ts'
import { rows } from './trigger-events/stories.ts'
import { makeWorld } from './trigger-events/world.ts'
import { useTriggers } from './triggers.ts'

const { server, eventsOf } = useTriggers()

describe('what functions are given, event by event and member by member', () => {
  for (const { what, before, run, answers = {}, events } of rows) {
    test(what, async () => {
      const world = await makeWorld(server)
      await before?.(world)
      const given = await eventsOf(() => run(world), answers)
      assert.deepEqual(
        given.map(({ triggerSource }) => triggerSource),
        events.map(({ source }) => source),
      )
      for (const [index, event] of given.entries()) {
        const row = events[index]
        assert.ok(row)
        assert.deepEqual(event, expectedEvent(world, row, event), row.source)
      }
    })
  }
})
