/**
 * A server in a process of its own, which a test can kill. The test forks this file with the settings
 * in its environment; it says where it listens, and moves its clock when it is told to.
 */
import { startTestServer } from '../harness.ts'

const server = await startTestServer(JSON.parse(process.env.NODE_SETTINGS ?? '{}'), 'dev', {
  environment: JSON.parse(process.env.NODE_DATABASE ?? '{}'),
  drop: async () => {},
})
process.on('message', (milliseconds: number) => {
  server.travel(milliseconds)
  process.send?.('travelled')
})
process.on('disconnect', () => process.exit())
process.send?.(server.url)
