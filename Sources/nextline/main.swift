import Service

CommandLineTool.main(CommandLine.arguments)
