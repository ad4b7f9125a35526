import type { TestServer } from '../harness.ts'

/** What tells two answers apart on the wire, without what differs between any two. */
export const rawAnswer = async (server: TestServer, operation: string, body: string | object) => {
  const response = await server.post(operation, body)
  const headers = Object.fromEntries(response.headers)
  for (const name of ['date', 'x-amzn-requestid']) delete headers[name]
  return { status: response.status, headers, body: await response.text() }
}
