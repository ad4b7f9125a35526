import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeUserAgent } from '../../src/domain/user-agent.ts'

const MOZILLA = 'Mozilla/5.0'
const KIT = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const APPLE_KIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'
const MAC = '(Macintosh; Intel Mac OS X 10_15_7)'
const WINDOWS = '(Windows NT 10.0; Win64; x64)'
const IPHONE = '(iPhone; CPU iPhone OS 17_5_1 like Mac OS X)'

const rows: [string | undefined, string][] = [
  [`${MOZILLA} (Macintosh; Intel Mac OS X 15_0) ${KIT} Chrome/125.0.0.0 Safari/537.36`, 'Chrome 125 / macOS 15.0'],
  [`${MOZILLA} ${WINDOWS} ${KIT} Chrome/125.0.6422.60 Safari/537.36`, 'Chrome 125 / Windows 10'],
  [`${MOZILLA} ${WINDOWS} ${KIT} Chrome/124.0.0.0 Safari/537.36 Edg/124.0.2478.80`, 'Edge 124 / Windows 10'],
  [`${MOZILLA} ${WINDOWS} ${KIT} Chrome/123.0.0.0 Safari/537.36 OPR/109.0.0.0`, 'Opera 109 / Windows 10'],
  [`${MOZILLA} (Windows NT 6.1; rv:109.0) Gecko/20100101 Firefox/115.0`, 'Firefox 115 / Windows 7'],
  [`${MOZILLA} (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0`, 'Firefox 126 / Linux'],
  [`${MOZILLA} ${MAC} ${APPLE_KIT} Version/17.4.1 Safari/605.1.15`, 'Safari 17 / macOS 10.15'],
  [`${MOZILLA} ${IPHONE} ${APPLE_KIT} Version/17.5 Mobile/15E148 Safari/604.1`, 'Safari 17 / iOS 17.5'],
  [`${MOZILLA} ${IPHONE} ${APPLE_KIT} CriOS/125.0.6422.51 Mobile/15E148 Safari/604.1`, 'Chrome 125 / iOS 17.5'],
  [`${MOZILLA} ${IPHONE} ${APPLE_KIT} FxiOS/126.0 Mobile/15E148 Safari/605.1.15`, 'Firefox 126 / iOS 17.5'],
  [
    `${MOZILLA} (iPad; CPU OS 16_6 like Mac OS X) ${APPLE_KIT} Version/16.6 Mobile/15E148 Safari/604.1`,
    'Safari 16 / iOS 16.6',
  ],
  [`${MOZILLA} (Linux; Android 14; Pixel 8) ${KIT} Chrome/125.0.0.0 Mobile Safari/537.36`, 'Chrome 125 / Android 14'],
  [
    `${MOZILLA} (Linux; Android 13; SM-S911B) ${KIT} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36`,
    'Samsung Internet 25 / Android 13',
  ],
  [`${MOZILLA} (X11; CrOS x86_64 14541.0.0) ${KIT} Chrome/125.0.0.0 Safari/537.36`, 'Chrome 125 / ChromeOS'],
  [`${MOZILLA} (X11; Linux x86_64) ${KIT} HeadlessChrome/125.0.0.0 Safari/537.36`, 'Chrome 125 / Linux'],
  [`${MOZILLA} (Windows NT 5.1)`, 'Windows'],
  [`${MOZILLA} (compatible; something)`, 'unknown'],
  [
    'aws-sdk-js/3.1169.0 ua/2.1 os/linux#6.1.0 lang/js md/nodejs#24.21.0 api/cognito-identity-provider#3.1169.0',
    'aws-sdk-js 3 / Linux',
  ],
  ['aws-cli/2.15.30 md/awscrt#0.19.19 ua/2.0 os/macos#23.4.0 md/arch#arm64', 'aws-cli 2 / macOS 23.4'],
  ['aws-sdk-js/3.1169.0 ua/2.1 os/win32#10.0.19045 lang/js', 'aws-sdk-js 3 / Windows'],
  ['Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux#5.10 lang/python#3.12', 'Boto3 1 / Linux'],
  ['aws-amplify/6.0.9 ua/2.1 os/ios#17.5', 'aws-amplify 6 / iOS 17.5'],
  ['aws-sdk-kotlin/1.2.0 ua/2.0 os/android#14', 'aws-sdk-kotlin 1 / Android 14'],
  ['curl/8.5.0', 'curl 8'],
  ['okhttp/4.12.0', 'okhttp 4'],
  ['<script>alert(1)</script>', 'unknown'],
  ['node', 'unknown'],
  ['', 'unknown'],
  [undefined, 'unknown'],
]

test('a user agent is its browser or app, and its system', async (t) => {
  for (const [userAgent, description] of rows) {
    await t.test(description, () => assert.equal(describeUserAgent(userAgent), description))
  }
})

test('what is sent to be long or slow is neither', () => {
  for (const part of ['Version/1', 'a', 'CPU OS 1', 'Mac OS X ', 'os/win', '9', ' ']) {
    assert.ok(describeUserAgent(part.repeat(100_000)).length < 100)
  }
  assert.ok(describeUserAgent(`${'a'.repeat(64)}/12345 Windows NT 10.0`).length < 100)
})
