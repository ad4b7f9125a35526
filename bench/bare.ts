/** An HTTP server that only answers: the ceiling for every look-up, and proof that the generator can go beyond it. */
import { createServer } from 'node:http'

const user = {
  Username: 'user',
  UserAttributes: [{ Name: 'email', Value: 'user@bench.example' }],
  Enabled: true,
  UserStatus: 'CONFIRMED',
}
const body = JSON.stringify(user)
const headers = { 'content-type': 'application/x-amz-json-1.1', 'content-length': String(body.length) }

createServer((request, response) => {
  request.resume()
  request.on('end', () => response.writeHead(200, headers).end(body))
}).listen(Number(process.argv[2]), '127.0.0.1')
