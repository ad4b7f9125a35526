/** How long a server takes over a file of users, and with how much memory: an import job from its upload to its end. */
import { setTimeout as sleep } from 'node:timers/promises'
import { call } from './client.ts'
import { member } from './fixture.ts'
import type { Imports } from './report.ts'
import type { Server } from './servers.ts'

const role = 'arn:aws:iam::000000000000:role/bench'
const hours = 3_600_000
/** How often memory and progress are looked at. */
const step = 200

const usersFile = (header: string[], count: number): string => {
  const rows = Array.from({ length: count }, (_, index) => {
    const user: Record<string, string> = {
      'cognito:username': `imported-${index}`,
      email: `imported-${index}@bench.example`,
      email_verified: 'TRUE',
      name: `User ${index}`,
    }
    return header.map((name) => user[name] ?? '').join(',')
  })
  return `${[header.join(','), ...rows].join('\n')}\n`
}

/** Imports users into a new pool. Raises when not all of them come in. */
export async function measureImports({ endpoint, memory, loopDelay }: Server, users: number): Promise<Imports> {
  const api = (operation: string, input: object) => call(endpoint, { operation, input, signed: true })
  const pool = await api('CreateUserPool', { PoolName: 'imports', AutoVerifiedAttributes: ['email'] })
  const UserPoolId = member(pool, 'UserPool', 'Id')
  const { CSVHeader } = await api('GetCSVHeader', { UserPoolId })
  const created = await api('CreateUserImportJob', { UserPoolId, JobName: 'bench', CloudWatchLogsRoleArn: role })
  const JobId = member(created, 'UserImportJob', 'JobId')
  const body = usersFile(CSVHeader as string[], users)
  const headers = { 'x-amz-server-side-encryption': 'aws:kms' }
  const uploaded = await fetch(member(created, 'UserImportJob', 'PreSignedUrl'), { method: 'PUT', headers, body })
  if (uploaded.status !== 200) throw new Error(`the upload was answered ${uploaded.status}: ${await uploaded.text()}`)
  await loopDelay()
  const memoryBefore = memory()
  const start = performance.now()
  await api('StartUserImportJob', { UserPoolId, JobId })
  let memoryPeak = memoryBefore
  let job: Record<string, unknown> = {}
  while (!job.CompletionDate) {
    if (performance.now() - start > hours) throw new Error('the import took over an hour')
    await sleep(step)
    job = (await api('DescribeUserImportJob', { UserPoolId, JobId })).UserImportJob as Record<string, unknown>
    memoryPeak = memoryPeak === undefined ? undefined : Math.max(memoryPeak, memory() ?? 0)
  }
  if (job.ImportedUsers !== users) throw new Error(`the import ended as ${JSON.stringify(job)}`)
  const seconds = (performance.now() - start) / 1000
  return { users, seconds, memoryBefore, memoryPeak, loopDelay: await loopDelay() }
}
