-- Sends one request over and over: `-- METHOD [BODY-FILE]`. Prints what was counted on a line of its own.

function init(arguments)
  wrk.method = arguments[1]
  if arguments[2] then
    local file = assert(io.open(arguments[2], "rb"))
    wrk.body = file:read("*a")
    file:close()
    wrk.headers["Content-Type"] = "application/json"
  end
end

function done(summary, latency)
  local errors = summary.errors
  local failures = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    "\ncounted %d %d %d %d %d %d %d\n", summary.requests, summary.duration, summary.bytes, errors.status, failures,
    latency:percentile(50), latency:percentile(99)))
end
