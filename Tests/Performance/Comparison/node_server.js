// Node's http server in two processes, each answer on a port of its own: node_server.js PORT=HEAD-LINES-AND-BODY-FILE …
"use strict";
const cluster = require("node:cluster");
const fs = require("node:fs");
const http = require("node:http");

if (cluster.isPrimary) {
  for (let i = 0; i < 2; i++) cluster.fork();
} else {
  for (const argument of process.argv.slice(2)) {
    const [port, file] = argument.split(/=(.*)/s);
    serve(Number(port), fs.readFileSync(file));
  }
}

function serve(port, answer) {
  const end = answer.indexOf("\r\n\r\n");
  const body = answer.subarray(end + 4);
  // Names and values in turn, as they are sent.
  const fields = answer.toString("latin1", 0, end).split("\r\n").slice(1).flatMap((line) => line.split(/: (.*)/s).slice(0, 2));
  const server = http.createServer((request, response) => {
    const send = () => {
      response.sendDate = false;
      response.writeHead(200, fields);
      response.end(body);
    };
    if (request.method === "GET") return send();
    request.resume().on("end", send);
  });
  server.keepAliveTimeout = 600_000;
  server.listen(port, "127.0.0.1", 4096);
}
